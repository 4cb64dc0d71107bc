package dev.gatehouse.core.gateway;

import dev.gatehouse.core.sessions.ClientSession;
import dev.gatehouse.core.sessions.UpstreamSession;
import dev.gatehouse.protocol.JsonRpc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells clients of the joined routes that lists have changed, whether a server's or the policy's
 * doing, and brings them what servers say of resources and tasks, and in their sessions outside of
 * any request. Thread-safe.
 */
final class ChangeNews {
  private static final Map<String, String> ASKED =
      Map.of(
          "toolsListChanged", "notifications/tools/list_changed",
          "promptsListChanged", "notifications/prompts/list_changed",
          "resourcesListChanged", "notifications/resources/list_changed");

  private final Set<Consumer<String>> hearers = ConcurrentHashMap.newKeySet();
  private final Stages stages;
  private final ServerNews servers;

  ChangeNews(Stages stages, ServerNews servers) {
    this.stages = stages;
    this.servers = servers;
  }

  /** Something about the lists is different now. */
  void changed() {
    for (var method : ASKED.values()) {
      hearers.forEach(hearer -> hearer.accept(method));
    }
  }

  /**
   * Answers {@code subscriptions/listen} with a stream of the changes that it asks for.
   *
   * @param check whether the stream may stand, asked again while it does
   * @param parts what it may hear of servers
   */
  void listen(
      Visit visit, Subscriptions asked, List<JoinedListen.Part> parts, OpenStreams.Check check) {
    var lists = new HashMap<>(ASKED);
    lists.keySet().retainAll(asked.changes());
    var listen = new JoinedListen(visit, servers, lists);
    Consumer<String> hearer = listen::changed;
    var open =
        stages
            .streams()
            .begins(
                visit,
                check,
                _ -> {
                  hearers.remove(hearer);
                  listen.end();
                });
    stages.answer(
        visit,
        () -> {
          hearers.add(hearer);
          visit
              .reply()
              .onGone(() -> {
                open.over();
                hearers.remove(hearer);
                listen.clientLeft();
              });
          listen.begin(parts);
          stages.streams().stands(visit, open);
        });
  }

  /** Answers GET in a session of the legacy era. */
  void listen(Visit visit, ClientSession client, OpenStreams.Check check) {
    var listening = new Listening(visit.reply());
    var open =
        stages
            .streams()
            .begins(
                visit,
                check,
                _ -> {
                  client.unlisten(listening);
                  listening.sessionEnds();
                });
    listening.whenOver(open::over);
    if (!client.listen(listening)) {
      throw SingleServer.tooManyStreams();
    }
    stages.answer(
        visit,
        () -> {
          listening.begin();
          stages.streams().stands(visit, open);
          visit
              .reply()
              .onGone(() -> {
                listening.end();
                client.unlisten(listening);
              });
        },
        () -> client.unlisten(listening));
  }

  /** Hears what a server says in a session outside of any request, from its first call on. */
  void follow(Visit visit, ClientSession client, UpstreamSession session) {
    if (session.claimStream()) {
      session.keepStream(
          Standing.open(
              visit.arrival().endpoint(),
              session,
              client,
              visit.snapshot().guardrails(),
              stages.questions(),
              null,
              new Following(session, client)));
    }
  }

  /** A client's stream in a session. */
  private final class Listening implements ClientSession.Listener {
    private final Reply reply;
    private Reply.@Nullable EventStream stream;
    private @Nullable Consumer<String> hearer;
    private boolean over;
    private Runnable whenOver = () -> {};

    Listening(Reply reply) {
      this.reply = reply;
    }

    synchronized void whenOver(Runnable action) {
      whenOver = action;
    }

    synchronized void begin() {
      var begun = reply.stream(Reply.Head.of(200));
      stream = begun;
      hearer = new ListNews(begun, method -> JsonRpc.notification(method, null))::changed;
      hearers.add(hearer);
    }

    synchronized void end() {
      over = true;
      if (hearer != null) {
        hearers.remove(hearer);
      }
      whenOver.run();
    }

    /** What a client that does not keep up cannot take is lost to it. */
    @Override
    public synchronized void hears(byte[] message) {
      if (stream != null && !over && !stream.isFull()) {
        stream.event(message, null);
      }
    }

    @Override
    public synchronized void sessionEnds() {
      var isFirst = !over;
      end();
      if (stream != null && isFirst) {
        stream.end();
      }
    }
  }

  private static final class Following implements Standing.Hearer {
    private final UpstreamSession session;
    private final ClientSession client;
    private boolean isOpen;

    Following(UpstreamSession session, ClientSession client) {
      this.session = session;
      this.client = client;
    }

    @Override
    public void opened() {
      isOpen = true;
    }

    @Override
    public boolean takesQuestions() {
      return client.isListening();
    }

    @Override
    public void hears(byte[] message, @Nullable String eventId) {
      client.tell(message);
    }

    @Override
    public void over(int status) {
      if (isOpen) {
        session.streamEnded();
      }
    }
  }
}
