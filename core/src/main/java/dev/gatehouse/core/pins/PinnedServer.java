package dev.gatehouse.core.pins;

import dev.gatehouse.core.registry.DriftMode;
import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.core.views.ServerView;
import dev.gatehouse.protocol.ListPage;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What may be listed and called of one server, by what was pinned of it and what it shows now.
 * Thread-safe. A call costs one look-up by the tool's name, and in mode {@code warn} none.
 */
public final class PinnedServer {
  /** A server of which nothing was pinned: everything goes on. */
  static final PinnedServer UNPINNED =
      new PinnedServer(new ServerName("none"), DriftMode.WARN, null, _ -> {});

  /** What is decided about a call. */
  public enum Verdict {
    GOES,
    /** Nobody has approved that it is there: as if it were not. */
    HIDDEN,
    /** It is not what was approved. */
    UNDER_REVIEW
  }

  private final ServerName name;
  private final DriftMode mode;
  private final @Nullable Watched watched;
  private final Consumer<ServerName> news;

  PinnedServer(
      ServerName name, DriftMode mode, @Nullable Watched watched, Consumer<ServerName> news) {
    this.name = name;
    this.mode = mode;
    this.watched = watched;
    this.news = news;
  }

  @Nullable Watched watched() {
    return watched;
  }

  /** What becomes of changes. */
  public DriftMode mode() {
    return mode;
  }

  /** What was pinned; empty when nothing was yet. */
  public Optional<Pin> pin() {
    return Optional.ofNullable(watched).map(Watched::pin);
  }

  /** Whether a call of this target may go. */
  public Verdict call(Target target) {
    var kind = kind(target.primitive());
    if (mode == DriftMode.WARN || watched == null || kind == null) {
      return Verdict.GOES;
    }
    var pinned = watched.item(kind, target.name());
    if (pinned == null) {
      return Verdict.HIDDEN;
    }
    var change = pinned.change();
    return change == null || isHarmless(change) ? Verdict.GOES : Verdict.UNDER_REVIEW;
  }

  /** Resources are content and not definitions: what is read of them is not held back. */
  private static Pin.@Nullable Kind kind(Primitive primitive) {
    return switch (primitive) {
      case TOOL -> Pin.Kind.TOOL;
      case PROMPT -> Pin.Kind.PROMPT;
      case RESOURCE -> null;
    };
  }

  /** Whether calls go on as if nothing had changed. */
  private boolean isHarmless(Change change) {
    return mode == DriftMode.PINNED && change.meaning() != DriftClass.BREAKING;
  }

  /**
   * An item of the gateway's own view, as clients may see it.
   *
   * @return null when it must not be listed
   */
  public ListPage.@Nullable Item listed(ListKind list, ListPage.Item item) {
    return shown(list, item, Source.VIEW);
  }

  /**
   * An item of an answer that is on its way to a client, as the client may see it. What it shows
   * holds for calls at once.
   *
   * @return null when it must not be listed
   */
  public ListPage.@Nullable Item relayed(ListKind list, ListPage.Item item) {
    return shown(list, item, Source.RELAY);
  }

  private enum Source {
    VIEW,
    RELAY
  }

  private ListPage.@Nullable Item shown(ListKind list, ListPage.Item item, Source source) {
    var kind = kind(list.primitive());
    if (watched == null || kind == null) {
      return item;
    }
    var pinned = watched.item(kind, item.key());
    if (pinned == null) {
      tell(source == Source.RELAY && watched.isNews(kind, item.key()));
      return mode == DriftMode.WARN ? item : null;
    }
    var change = pinned.judge(item.json());
    if (change == null) {
      return item;
    }
    tell(source == Source.RELAY && pinned.relayed(change));
    return switch (mode) {
      case WARN -> item;
      case BLOCK -> null;
      case PINNED -> isHarmless(change) ? pinned.asPinned().orElse(null) : null;
    };
  }

  private void tell(boolean isNews) {
    if (isNews) {
      news.accept(name);
    }
  }

  /** What models may be told of how to use the server: as approved, where changes are held back. */
  public Optional<String> instructions(Optional<String> live) {
    return mode == DriftMode.WARN || watched == null ? live : watched.instructions();
  }

  /**
   * Holds everything that the server offers now against the pin. Takes time with the size of what
   * has changed: not for an event loop.
   *
   * @return empty when nothing is pinned
   */
  public Optional<Drift> look(ServerView view) {
    return Optional.ofNullable(watched).map(it -> it.look(view));
  }

  /** What is known to be different; empty when nothing is pinned, or nobody has looked yet. */
  public Optional<Drift> drift() {
    return Optional.ofNullable(watched).flatMap(Watched::drift);
  }

  /** Somebody has looked at the server on purpose: what only clients saw counts no more. */
  public void forgetRelayed() {
    if (watched != null) {
      watched.forgetRelayed();
    }
  }
}
