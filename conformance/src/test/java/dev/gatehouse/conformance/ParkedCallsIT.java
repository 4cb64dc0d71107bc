package dev.gatehouse.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls of modern clients at a legacy server that wait for their clients: good for who began them,
 * once, and lost with the gateway that held them. The tool never runs twice.
 */
class ParkedCallsIT {
  private static final String ARGUMENTS = ",\"arguments\":{}";

  private static String settings(HostileServer server) {
    return """
    servers:
      asks: { url: "%s", approved: true }
      other: { url: "%s", approved: true }
    roles:
      ana: { grants: ["*/*"] }
      ben: { grants: ["*/*"] }
    """
        .formatted(server.url(), server.url());
  }

  private static Caller.Answer ask(Caller caller, String tool, String more) {
    return Side.ask(caller, AskingServer.ABLE, tool, ARGUMENTS + more);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/mcp/asks"})
  void areNobodyElsesAndGoOnOnce(String route) {
    var tool = route.equals("/mcp") ? "asks__act" : "act";
    var asking = new AskingServer();
    try (var server = HostileServer.always(asking);
        var gateway = RunningGateway.open(settings(server), "ana", "ben")) {
      var ana = gateway.caller("ana", route);
      var asked = ask(ana, tool, "");
      var retry = AskingServer.answers(asked);
      var refused = new ArrayList<Caller.Answer>();
      var state = asked.result().path("requestState").asString();
      refused.add(ask(gateway.caller("ben", route), tool, retry));
      refused.add(ask(gateway.caller("ben", "/mcp"), "asks__act", retry));
      refused.add(ask(gateway.caller("ben", "/mcp/asks"), "act", retry));
      refused.add(ask(gateway.caller("ana", "/mcp"), "other__act", retry));
      refused.add(Side.ask(ana, AskingServer.ABLE, tool, ",\"arguments\":{\"a\":1}" + retry));
      for (var at : List.of(0, 9, state.length() / 2, state.length() - 1)) {
        refused.add(ask(ana, tool, AskingServer.retry(asked, Flipped.at(state, at))));
      }
      var doneBefore = asking.done();
      var answer = ask(ana, tool, retry);
      var again = ask(ana, tool, retry);

      assertThat(asked.result().path("resultType").asString()).isEqualTo("input_required");
      assertThat(refused).allSatisfy(it -> assertThat(it.errorCode()).isEqualTo(-32602));
      assertThat(doneBefore).isZero();
      assertThat(answer.text()).isEqualTo("done 1");
      assertThat(again.errorCode()).isEqualTo(-32602);
      assertThat(again.body()).contains("used already");
      assertThat(asking.begun()).isEqualTo(1);
      assertThat(asking.done()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/mcp/asks"})
  void areSaidToBeLostAfterTheGatewayWasKilled(String route) {
    var tool = route.equals("/mcp") ? "asks__act" : "act";
    var asking = new AskingServer();
    try (var server = HostileServer.always(asking)) {
      var before = GatewayProcess.up(settings(server), "ana", "ben");
      var asked = ask(before.caller("ana", route), tool, "");
      try (var after = before.killedAndStartedAgain()) {
        var ana = after.caller("ana", route);
        var lost = ask(ana, tool, AskingServer.answers(asked));
        var begun = asking.begun();
        var anew = ask(ana, tool, "");
        var done = ask(ana, tool, AskingServer.answers(anew));

        assertThat(lost.errorCode()).isEqualTo(-32602);
        assertThat(lost.body()).contains("requestState", "Nothing was done again", "begin");
        assertThat(begun).isEqualTo(1);
        assertThat(done.text()).isEqualTo("done 1");
        assertThat(asking.done()).isEqualTo(1);
      }
    }
  }
}
