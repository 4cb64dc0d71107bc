package dev.gatehouse.conformance;

import dev.gatehouse.core.gateway.Gateway.Threads;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/**
 * One server behind the gateway passes the official suite as it does by itself, in both revisions
 * and without a list of expected failures, wherever calls run.
 */
class GatewayConformanceIT {
  @Nested
  class OnTheEventLoop extends BehindTheGateway {
    OnTheEventLoop() {
      super(Threads.EVENT_LOOP_FIRST);
    }
  }

  @Nested
  class OnVirtualThreads extends BehindTheGateway {
    OnVirtualThreads() {
      super(Threads.VIRTUAL);
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  abstract static class BehindTheGateway implements OfficialSuiteContract {
    private final HttpPeer fixture = HttpPeer.fixture(Peers.installed(), FixtureMode.DUAL);
    private final RunningGateway gateway;

    BehindTheGateway(Threads threads) {
      gateway =
          RunningGateway.open(
              """
              identity: { anonymous: { roles: [everything] } }
              servers:
                fixture: { url: "%s", approved: true }
              roles:
                everything: { grants: [{ tools: ["*/*"], resources: ["*/*"], prompts: ["*/*"] }] }
              """
                  .formatted(fixture.url()),
              threads);
    }

    @Override
    public URI url() {
      return gateway.url("/mcp/fixture");
    }

    @Override
    public void show(SuiteResult result) {
      SuiteTable.shows(FixtureMode.DUAL, "HTTP", result);
      if (result.revision() == Revision.MODERN) {
        SuiteTable.showsUnscored(FixtureMode.DUAL, "HTTP", result);
      }
    }

    @AfterAll
    void endBoth() {
      gateway.close();
      fixture.close();
    }
  }
}
