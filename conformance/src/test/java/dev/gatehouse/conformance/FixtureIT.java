package dev.gatehouse.conformance;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/**
 * The fixture passes the official suite by itself: what fails behind a gateway is the gateway's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FixtureIT implements OfficialSuiteContract {
  private final HttpPeer fixture = HttpPeer.fixture(Peers.installed(), FixtureMode.DUAL);

  @Override
  public URI url() {
    return fixture.url();
  }

  @AfterAll
  void endTheFixture() {
    fixture.close();
  }
}
