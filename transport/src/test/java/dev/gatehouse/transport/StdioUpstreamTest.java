package dev.gatehouse.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.egress.AddressRules;
import dev.gatehouse.core.egress.NameService;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.secrets.Secret;
import dev.gatehouse.core.secrets.SecretMissing;
import dev.gatehouse.core.upstream.AnswerHead;
import dev.gatehouse.core.upstream.Exchange;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.upstream.UpstreamFailure.Cause;
import dev.gatehouse.core.upstream.UpstreamFailure.Sent;
import dev.gatehouse.protocol.McpHeaders;
import dev.gatehouse.transport.StdioUpstream.Sharing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StdioUpstreamTest {
  private static final Outgoing.Deadlines PATIENT =
      new Outgoing.Deadlines(
          Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60));
  private static final Outgoing.Deadlines HASTY =
      new Outgoing.Deadlines(
          Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(400));
  private static final AnswerHead JSON = new AnswerHead(200, AnswerHead.Form.JSON, null);
  private static final AnswerHead EVENTS = new AnswerHead(200, AnswerHead.Form.EVENTS, null);
  private static final AnswerHead ACCEPTED = new AnswerHead(202, AnswerHead.Form.EMPTY, null);

  private final Transport transport = Transport.open(2);

  @AfterEach
  void close() {
    transport.close();
  }

  @ParameterizedTest
  @EnumSource
  void aRequestIsAnsweredWithItsOwnId(Sharing sharing) {
    try (var upstream =
        bash(
            sharing,
            "read -r l; n=${l#*id\\\":}; n=${n%%,*}; echo \"{\\\"jsonrpc\\\":\\\"2.0\\\",\\\"id\\\":$n,\\\"result\\\":{}}\"; read -r l")) {
      var heard = send(upstream, "{\"jsonrpc\":\"2.0\",\n\"id\":\"seven\",\r\n\"method\":\"a\"}");

      assertThat(heard.next()).isEqualTo(JSON);
      assertThat(heard.next()).isEqualTo(message("{'jsonrpc':'2.0','id':'seven','result':{}}"));
      assertThat(heard.next()).isEqualTo(new Heard.End());
    }
  }

  @Test
  void aPrivateProcessSeesTheMessageOnOneLineAndOtherwiseUnchanged() {
    try (var upstream = bash(Sharing.PRIVATE, "read -r l; echo \"$l\" >&2; exit 3")) {
      var failure =
          send(upstream, "{\"jsonrpc\":\"2.0\",\n\"id\":\"seven\",\"method\":\"a\"}").failure();
      assertThat(failure.detail())
          .contains("{\"jsonrpc\":\"2.0\", \"id\":\"seven\",\"method\":\"a\"}");
    }
  }

  @Test
  void aSharedProcessSeesNumbersAndEachCallerItsOwnNames() {
    // answers two requests in the other order, each with progress first
    var script =
        """
        read -r a; read -r b
        [[ $a == *'"id":1,'* && $a == *'"progressToken":1'* && $b == *'"id":2,'* && $b == *'"progressToken":2'* ]] || exit 9
        for n in 2 1; do
          echo '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":'$n',"progress":1}}'
          echo '{"jsonrpc":"2.0","method":"notifications/x","params":{"_meta":{"io.modelcontextprotocol/subscriptionId":'$n'}}}'
          echo '{"jsonrpc":"2.0","id":'$n',"result":{"n":'$n',"_meta":{"io.modelcontextprotocol/subscriptionId":'$n'}}}'
        done
        read -r l
        """;
    try (var upstream = bash(Sharing.SHARED, script)) {
      var request =
          "{'jsonrpc':'2.0','id':'same','method':'m','params':{'_meta':{'progressToken':'tok'}}}";
      var first = send(upstream, quoted(request));
      var second = send(upstream, quoted(request));

      for (var n = 1; n <= 2; n++) {
        var heard = n == 1 ? first : second;
        assertThat(heard.next()).isEqualTo(EVENTS);
        assertThat(heard.next())
            .isEqualTo(
                message(
                    "{'jsonrpc':'2.0','method':'notifications/progress','params':{'progressToken':'tok','progress':1}}"));
        assertThat(heard.next())
            .isEqualTo(
                message(
                    "{'jsonrpc':'2.0','method':'notifications/x','params':{'_meta':{'io.modelcontextprotocol/subscriptionId':'same'}}}"));
        assertThat(heard.next())
            .isEqualTo(
                message(
                    "{'jsonrpc':'2.0','id':'same','result':{'n':"
                        + n
                        + ",'_meta':{'io.modelcontextprotocol/subscriptionId':'same'}}}"));
        assertThat(heard.next()).isEqualTo(new Heard.End());
      }
    }
  }

  @Test
  void onAPrivatePipeServerRequestsGoToTheLatestExchangeAndAnswersGoBack() {
    var script =
        """
        read -r a
        echo '{"jsonrpc":"2.0","id":"q","method":"elicitation/create","params":{}}'
        read -r answer
        [[ $answer == *'"id":"q"'* ]] && echo '{"jsonrpc":"2.0","id":1,"result":{"ok":true}}'
        read -r l
        """;
    try (var upstream = bash(Sharing.PRIVATE, script)) {
      var heard = send(upstream, quoted("{'jsonrpc':'2.0','id':1,'method':'tools/call'}"));
      assertThat(heard.next()).isEqualTo(EVENTS);
      assertThat(heard.next())
          .isEqualTo(
              message("{'jsonrpc':'2.0','id':'q','method':'elicitation/create','params':{}}"));

      var answered = send(upstream, quoted("{'jsonrpc':'2.0','id':'q','result':{}}"));
      assertThat(answered.next()).isEqualTo(ACCEPTED);
      assertThat(answered.next()).isEqualTo(new Heard.End());
      assertThat(heard.next()).isEqualTo(message("{'jsonrpc':'2.0','id':1,'result':{'ok':true}}"));
    }
  }

  @Test
  void whatNobodyClaimsGoesToAListener() {
    var script =
        """
        read -r a
        echo '{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}'
        echo '{"jsonrpc":"2.0","id":"q","method":"roots/list"}'
        read -r l
        """;
    try (var upstream = bash(Sharing.PRIVATE, script)) {
      var listener = new Heard();
      upstream.send(outgoing(Outgoing.Verb.GET, "", PATIENT), listener);
      assertThat(listener.next()).isEqualTo(EVENTS);
      send(upstream, quoted("{'jsonrpc':'2.0','method':'notifications/initialized'}"));
      assertThat(listener.next())
          .isEqualTo(message("{'jsonrpc':'2.0','method':'notifications/tools/list_changed'}"));
      assertThat(listener.next())
          .isEqualTo(message("{'jsonrpc':'2.0','id':'q','method':'roots/list'}"));
    }
  }

  @Test
  void aServerRequestThatNobodyHearsIsAnswered() {
    var script =
        """
        read -r a
        echo '{"jsonrpc":"2.0","id":"q","method":"log"}'
        echo '{"jsonrpc":"2.0","id":"p","method":"ping"}'
        read -r x; read -r y; read -r z; all="$x $y $z"
        [[ $all == *'"id":"q"'*-32601* && $all == *'{"jsonrpc":"2.0","id":"p","result":{}}'* ]] && echo '{"jsonrpc":"2.0","id":1,"result":{}}'
        read -r l
        """;
    try (var upstream = bash(Sharing.SHARED, script)) {
      send(upstream, quoted("{'jsonrpc':'2.0','method':'notifications/initialized'}"));
      var heard = send(upstream, quoted("{'jsonrpc':'2.0','id':1,'method':'a'}"));
      assertThat(heard.next()).isEqualTo(JSON);
    }
  }

  @Test
  void aCancelledRequestIsCancelledAtTheProcessToo() {
    var script =
        """
        read -r a
        echo '{"jsonrpc":"2.0","method":"notifications/message","params":{}}'
        read -r cancel; read -r b
        [[ $cancel == *notifications/cancelled*'"requestId":1}'* ]] && echo '{"jsonrpc":"2.0","id":2,"result":{}}'
        read -r l
        """;
    try (var upstream = bash(Sharing.PRIVATE, script)) {
      var heard = new Heard();
      var exchange =
          send(upstream, quoted("{'jsonrpc':'2.0','id':1,'method':'a'}"), heard, PATIENT);
      heard.next();
      heard.next();
      exchange.cancel();
      assertThat(send(upstream, quoted("{'jsonrpc':'2.0','id':2,'method':'a'}")).next())
          .isEqualTo(JSON);
      assertThat(heard.all).isEmpty();
    }
  }

  @Test
  void aPausedExchangeKeepsWhatComesUntilItGoesOn() {
    var script =
        """
        read -r a
        echo '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":5,"progress":1}}'
        echo '{"jsonrpc":"2.0","id":1,"result":{}}'
        read -r b; echo '{"jsonrpc":"2.0","id":2,"result":{}}'
        read -r l
        """;
    try (var upstream = bash(Sharing.PRIVATE, script)) {
      var heard = new Heard();
      var exchange =
          send(
              upstream,
              quoted(
                  "{'jsonrpc':'2.0','id':1,'method':'a','params':{'_meta':{'progressToken':5}}}"),
              heard,
              PATIENT);
      exchange.pause();
      assertThat(send(upstream, quoted("{'jsonrpc':'2.0','id':2,'method':'a'}")).next())
          .isEqualTo(JSON);
      exchange.resume();
      assertThat(heard.next()).isEqualTo(EVENTS);
      assertThat(heard.next()).isInstanceOf(Heard.Message.class);
      assertThat(heard.next()).isInstanceOf(Heard.Message.class);
      assertThat(heard.next()).isEqualTo(new Heard.End());
    }
  }

  @Test
  void aProgramThatIsNotThereIsUnreachableAndNamed() {
    try (var upstream = open(Sharing.PRIVATE, List.of("/no/such/program"), Map.of())) {
      assertThat(upstream.isAlive()).isTrue();
      var failure = send(upstream, quoted("{'jsonrpc':'2.0','id':1,'method':'a'}")).failure();
      assertThat(failure.cause()).isEqualTo(Cause.UNREACHABLE);
      assertThat(failure.sent()).isEqualTo(Sent.NO);
      assertThat(failure.detail()).contains("/no/such/program");
      assertThat(upstream.isAlive()).isFalse();
    }
  }

  @Test
  void aProcessThatEndsAtOnceSaysHowAndWhatItSaidWithoutItsSecrets() {
    try (var upstream =
        open(
            Sharing.PRIVATE,
            List.of(
                "bash",
                "-c",
                "read -r a; echo \"no way: $TOKEN and $PLAIN\" >&2; printf '\\033[31m' >&2; exit 7"),
            Map.of("TOKEN", "env:TOKEN", "PLAIN", "plain"))) {
      var failure = send(upstream, quoted("{'jsonrpc':'2.0','id':1,'method':'a'}")).failure();
      assertThat(failure.cause()).isEqualTo(Cause.LOST);
      assertThat(failure.detail())
          .contains("exit code 7", "no way: [secret] and plain")
          .doesNotContain("sesame", "\033");
      var later = send(upstream, quoted("{'jsonrpc':'2.0','id':2,'method':'a'}")).failure();
      assertThat(later.cause()).isEqualTo(Cause.UNREACHABLE);
      assertThat(later.sent()).isEqualTo(Sent.NO);
      assertThat(later.detail()).contains("exit code 7");
    }
  }

  /** Its input is closed and its end not noticed yet: whoever calls may safely call once more. */
  @Test
  void whatAProcessCannotReadAnyMoreHasNotBeenSent() {
    var script =
        """
        read -r a
        exec 0<&-
        echo '{"jsonrpc":"2.0","id":1,"result":{}}'
        read -r -t 60 l < <(sleep 60)
        """;
    try (var upstream = bash(Sharing.PRIVATE, script)) {
      var first = send(upstream, quoted("{'jsonrpc':'2.0','id':1,'method':'a'}"));
      assertThat(first.next()).isEqualTo(JSON);
      var unread = send(upstream, quoted("{'jsonrpc':'2.0','id':2,'method':'a'}")).failure();

      assertThat(unread.cause()).isEqualTo(Cause.UNREACHABLE);
      assertThat(unread.sent()).isEqualTo(Sent.NO);
      assertThat(upstream.isAlive()).isFalse();
    }
  }

  /** Something that it started keeps its error output open, which is waited for. */
  @Test
  void aProcessThatHasEndedTakesNothingWhileItsLastWordsAreAwaited() {
    var script =
        """
        read -r a
        exec <&-
        sleep 2 >&- &
        echo '{"jsonrpc":"2.0","id":1,"result":'$$'}'
        """;
    try (var upstream = bash(Sharing.PRIVATE, script)) {
      var first = send(upstream, quoted("{'jsonrpc':'2.0','id':1,'method':'a'}"));
      assertThat(first.next()).isEqualTo(JSON);
      var process = ((Heard.Message) first.next()).text().replaceAll(".*result.:|}", "");
      ProcessHandle.of(Long.parseLong(process)).ifPresent(it -> it.onExit().join());
      var late = send(upstream, quoted("{'jsonrpc':'2.0','id':2,'method':'a'}")).failure();

      assertThat(late.cause()).isEqualTo(Cause.UNREACHABLE);
      assertThat(late.sent()).isEqualTo(Sent.NO);
    }
  }

  @Test
  void aMissingSecretStopsTheStart() {
    try (var upstream =
        open(Sharing.PRIVATE, List.of("bash", "-c", "exit 0"), Map.of("A", "env:MISSING"))) {
      var failure = send(upstream, quoted("{'jsonrpc':'2.0','id':1,'method':'a'}")).failure();
      assertThat(failure.cause()).isEqualTo(Cause.UNREACHABLE);
      assertThat(failure.detail()).contains("env:MISSING");
    }
  }

  @Test
  void itsEnvironmentIsWhatWasDeclared() {
    try (var upstream =
        open(
            Sharing.PRIVATE,
            List.of("bash", "-c", "read -r l; env | cut -d= -f1 | sort | tr '\\n' ' ' >&2; exit 1"),
            Map.of("MINE", "x"))) {
      var detail =
          send(upstream, quoted("{'jsonrpc':'2.0','id':1,'method':'a'}")).failure().detail();
      var names = List.of(detail.substring(detail.indexOf("said: ") + 6).split(" ", -1));
      assertThat(names)
          .contains("MINE", "PATH")
          .isSubsetOf("HOME", "LANG", "MINE", "PATH", "PWD", "SHLVL", "_");
    }
  }

  @Test
  void someGarbageIsPassedOverAndMuchIsBroken() {
    try (var upstream =
        bash(
            Sharing.PRIVATE,
            "echo starting; echo '{}'; echo; read -r a; echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}'; read -r l")) {
      assertThat(send(upstream, quoted("{'jsonrpc':'2.0','id':1,'method':'a'}")).next())
          .isEqualTo(JSON);
    }
    try (var upstream =
        bash(
            Sharing.PRIVATE,
            "while true; do echo 'Welcome to the interactive shell, type help for a list of all of the many commands'; done")) {
      var failure = send(upstream, quoted("{'jsonrpc':'2.0','id':1,'method':'a'}")).failure();
      assertThat(failure.cause()).isEqualTo(Cause.BROKEN);
      assertThat(failure.detail()).contains("Welcome", "…").doesNotContain("commands");
      assertThat(upstream.isAlive()).isFalse();
    }
  }

  @Test
  void anAnswerThatIsNoStrictJsonFailsItsExchangeOnly() {
    var script =
        """
        read -r a; read -r b
        echo '{"jsonrpc":"2.0","id":1,"result":{"a":1,"a":2}}'
        echo '{"jsonrpc":"2.0","id":2,"result":{}}'
        read -r l
        """;
    try (var upstream = bash(Sharing.PRIVATE, script)) {
      var bad = send(upstream, quoted("{'jsonrpc':'2.0','id':1,'method':'a'}"));
      var good = send(upstream, quoted("{'jsonrpc':'2.0','id':2,'method':'a'}"));
      assertThat(bad.failure().cause()).isEqualTo(Cause.BROKEN);
      assertThat(good.next()).isEqualTo(JSON);
    }
  }

  @Test
  void aLineWithoutEndIsCutOff() {
    try (var upstream =
        bash(Sharing.PRIVATE, "head -c 3000000 /dev/zero | tr '\\0' a; read -r l; read -r l")) {
      var failure = send(upstream, quoted("{'jsonrpc':'2.0','id':1,'method':'a'}")).failure();
      assertThat(failure.cause()).isEqualTo(Cause.TOO_LARGE);
    }
  }

  @Test
  void aProcessThatHangsIsGivenUpWithItsLastWords() {
    try (var upstream =
        bash(
            Sharing.PRIVATE,
            "echo 'fetching packages' >&2; read -r a; read -r b; read -r c; read -r d")) {
      send(upstream, quoted("{'jsonrpc':'2.0','method':'notifications/x'}")).next();
      var heard = new Heard();
      send(upstream, quoted("{'jsonrpc':'2.0','id':1,'method':'initialize'}"), heard, HASTY);
      var failure = heard.failure();
      assertThat(failure.cause()).isEqualTo(Cause.TIMEOUT);
      assertThat(failure.detail()).contains("400 ms");
      assertThat(upstream.isAlive()).isTrue();
    }
  }

  @Test
  void closingEndsEverythingEvenWhatIgnoresIt() throws InterruptedException {
    var upstream =
        bash(
            Sharing.PRIVATE,
            "trap '' TERM; bash -c \"trap '' TERM; echo '{\\\"jsonrpc\\\":\\\"2.0\\\",\\\"method\\\":\\\"notifications/x\\\"}'; while true; do read -r -t 1 l < <(:); done\" & while true; do read -r -t 1 l < <(:); done");
    var heard = new Heard();
    upstream.send(outgoing(Outgoing.Verb.GET, "", PATIENT), heard);
    heard.next();
    heard.next();
    upstream.close();
    upstream.close();

    assertThat(heard.failure().cause()).isEqualTo(Cause.LOST);
    assertThat(upstream.awaitEnd(Duration.ofSeconds(60))).isTrue();
    assertThat(
            ProcessHandle.current()
                .descendants()
                .filter(handle -> handle.info().command().orElse("").contains("bash"))
                .filter(ProcessHandle::isAlive))
        .isEmpty();
  }

  @Test
  void aDeleteIsTakenNoteOf() {
    try (var upstream = bash(Sharing.PRIVATE, "read -r l")) {
      var heard = new Heard();
      upstream.send(outgoing(Outgoing.Verb.DELETE, "", PATIENT), heard);
      assertThat(heard.next()).isEqualTo(ACCEPTED);
    }
  }

  private StdioUpstream bash(Sharing sharing, String script) {
    return open(sharing, List.of("bash", "-c", script), Map.of());
  }

  private StdioUpstream open(
      Sharing sharing, List<String> command, Map<String, String> environment) {
    var settings =
        new UpstreamSettings(
            Duration.ofSeconds(5), Duration.ofSeconds(4), 1, 1, 2 << 20, 1 << 20, Optional.empty());
    var outside =
        new Outside(
            settings,
            AddressRules.publicOnly(),
            NameService.SYSTEM,
            reference -> {
              if (reference.text().equals("env:MISSING")) {
                throw new SecretMissing(reference.text() + " is not set");
              }
              return new Secret("open sesame");
            });
    return transport.open(new Connection.Stdio(command, environment), sharing, outside);
  }

  private static Heard send(StdioUpstream upstream, String message) {
    var heard = new Heard();
    send(upstream, message, heard, PATIENT);
    return heard;
  }

  private static Exchange send(
      StdioUpstream upstream, String message, Heard heard, Outgoing.Deadlines deadlines) {
    return upstream.send(outgoing(Outgoing.Verb.POST, message, deadlines), heard);
  }

  private static Outgoing outgoing(
      Outgoing.Verb verb, String message, Outgoing.Deadlines deadlines) {
    return new Outgoing(
        verb,
        McpHeaders.NONE,
        House.bytes(message),
        Outgoing.Accepts.JSON_OR_EVENTS,
        null,
        deadlines);
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }

  private static Heard.Message message(String json) {
    return new Heard.Message(quoted(json), null);
  }
}
