package dev.gatehouse.core.inventory;

import static dev.gatehouse.core.inventory.Finding.Kind.DENIED;
import static dev.gatehouse.core.inventory.Finding.Kind.FLOATING;
import static dev.gatehouse.core.inventory.Finding.Kind.HTTP;
import static dev.gatehouse.core.inventory.Finding.Kind.SECRET;
import static dev.gatehouse.core.inventory.Finding.Kind.SHADOW;
import static dev.gatehouse.core.inventory.Finding.Kind.UNAPPROVED;
import static dev.gatehouse.core.inventory.Finding.Kind.UNKNOWN;
import static dev.gatehouse.core.inventory.Finding.Kind.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.inventory.Found.State;
import dev.gatehouse.core.inventory.Found.Transport;
import dev.gatehouse.core.inventory.Identity.Kind;
import dev.gatehouse.core.inventory.Known.Entry;
import dev.gatehouse.core.inventory.Known.Holder;
import dev.gatehouse.core.inventory.Known.Standing;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of what was found. */
class JudgeTest {
  private static final Known KNOWN =
      Known.of(
          List.of(
              registry("npm", "@acme/crm", "1.0.0", Standing.APPROVED),
              registry("npm", "@acme/crm", "1.1.0", Standing.UNDECIDED),
              registry("npm", "@acme/crm", "0.9.0", Standing.DENIED),
              registry("npm", "@acme/new", "1.0.0", Standing.UNDECIDED),
              registry("npm", "@acme/bad", "1.0.0", Standing.DENIED),
              registry("url", "https://docs.example/mcp", "", Standing.APPROVED),
              new Entry(
                  new Identity(Kind.NPM, "files-server", ""),
                  "files",
                  Holder.GATEWAY,
                  Standing.APPROVED),
              new Entry(
                  new Identity(Kind.URL, "https://crm.internal/mcp", ""),
                  "crm",
                  Holder.GATEWAY,
                  Standing.UNDECIDED)),
          List.of("https://mcp.example", "http://localhost:8080"),
          List.of(new DenyRule("npm:@evil/*"), new DenyRule("url:https://*.evil.example/*")));

  private static Entry registry(String kind, String name, String version, Standing standing) {
    return new Entry(identity(kind, name, version), "com.acme/" + name, Holder.REGISTRY, standing);
  }

  private static Identity identity(String kind, String name, String version) {
    return new Identity(Kind.valueOf(kind.toUpperCase(Locale.ROOT)), name, version);
  }

  static Found found(Identity identity, PlainSecret... secrets) {
    return new Found(
        "Cursor",
        "~/.cursor/mcp.json",
        "",
        "crm",
        identity,
        Transport.STDIO,
        "",
        State.ENABLED,
        List.of(),
        List.of(secrets));
  }

  private static List<Finding.Kind> said(Identity identity) {
    return new Judge(KNOWN).of(found(identity)).findings().stream().map(Finding::kind).toList();
  }

  @Test
  void isNothingOfWhatIsApproved() {
    assertThat(said(identity("npm", "@acme/crm", "1.0.0"))).isEmpty();
    assertThat(said(identity("url", "https://docs.example/mcp", ""))).isEmpty();
  }

  @Test
  void isThatItIsUnknown() {
    assertThat(said(identity("npm", "@other/crm", "1.0.0"))).containsExactly(UNKNOWN);
    assertThat(said(identity("pypi", "@acme/crm", "1.0.0"))).containsExactly(UNKNOWN);
    assertThat(said(identity("program", "/opt/crm", ""))).containsExactly(UNKNOWN);
  }

  @Test
  void isThatNobodyApprovedTheVersion() {
    assertThat(said(identity("npm", "@acme/crm", "1.1.0"))).containsExactly(UNAPPROVED);
    assertThat(said(identity("npm", "@acme/crm", "7.0.0"))).containsExactly(UNAPPROVED);
    assertThat(said(identity("npm", "@acme/new", "1.0.0"))).containsExactly(UNAPPROVED);
  }

  @Test
  void isThatTheVersionFloats() {
    assertThat(said(identity("npm", "@acme/crm", "latest"))).containsExactly(FLOATING);
    assertThat(said(identity("npm", "@other/crm", ""))).containsExactly(UNKNOWN, FLOATING);
  }

  @Test
  void isThatItIsDenied() {
    assertThat(said(identity("npm", "@evil/crm", "1.0.0"))).containsExactly(DENIED);
    assertThat(said(identity("npm", "@EVIL/crm", ""))).containsExactly(DENIED, FLOATING);
    assertThat(said(identity("url", "https://a.evil.example/x", ""))).containsExactly(DENIED);
    assertThat(said(identity("npm", "@acme/crm", "0.9.0"))).containsExactly(DENIED);
    assertThat(said(identity("npm", "@acme/bad", ""))).containsExactly(DENIED, FLOATING);
  }

  @Test
  void isThatItGoesPastTheGateway() {
    assertThat(said(identity("npm", "files-server", "1.0.0"))).containsExactly(SHADOW);
    assertThat(said(identity("url", "https://crm.internal/mcp", "")))
        .containsExactly(UNAPPROVED, SHADOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://mcp.example/mcp",
        "https://mcp.example/mcp/crm",
        "https://mcp.example/sse",
        "http://127.0.0.1:8080/mcp"
      })
  void isNothingOfWhatGoesThroughTheGateway(String url) {
    var verdict = new Judge(KNOWN).of(found(identity("url", url, "")));

    assertThat(verdict.isGoverned()).isTrue();
    assertThat(verdict.findings()).isEmpty();
  }

  @Test
  void isNothingOfItsOwnBridgeButOfForeignOnes() {
    assertThat(said(identity("gateway", "", ""))).isEmpty();
    assertThat(said(identity("gateway", "https://mcp.example", ""))).isEmpty();
    assertThat(said(identity("gateway", "https://other.example", ""))).containsExactly(UNKNOWN);
    assertThat(said(identity("url", "https://mcp.example/mcpx", ""))).containsExactly(UNKNOWN);
    assertThat(said(identity("url", "https://mcp.example.evil/mcp", ""))).containsExactly(UNKNOWN);
  }

  @Test
  void isThatOthersCanListenUnlessItIsThisDevice() {
    assertThat(said(identity("url", "http://other.example/mcp", "")))
        .containsExactly(UNKNOWN, HTTP);
    assertThat(said(identity("url", "http://127.0.0.1:9/mcp", ""))).containsExactly(UNKNOWN);
  }

  @Test
  void isThatASecretStandsThereAlsoOfWhatIsGoverned() {
    var secret = new PlainSecret("header Authorization", "gatehouse key", "");
    var verdict =
        new Judge(KNOWN).of(found(identity("url", "https://mcp.example/mcp", ""), secret));

    assertThat(verdict.findings())
        .containsExactly(new Finding(SECRET, "header Authorization holds a gatehouse key"));
  }

  @Test
  void isThatNothingCouldBeMadeOfIt() {
    assertThat(said(Identity.NOTHING)).containsExactly(UNREADABLE);
  }

  @Test
  void isOnlyWhatNeedsNoCatalogueWhenThereIsNone() {
    var judge = new Judge(Known.NOTHING);

    for (var identity :
        List.of(
            identity("npm", "@evil/crm", ""),
            identity("url", "http://other.example/mcp", ""),
            identity("listed", "a/b", ""))) {
      assertThat(judge.of(found(identity)).findings())
          .noneMatch(finding -> finding.kind().needsCatalogue());
    }
  }

  @Test
  void looksUpNamesOfTheRegistryByName() {
    assertThat(said(identity("listed", "com.acme/@acme/crm", ""))).isEmpty();
    assertThat(said(identity("listed", "com.acme/none", ""))).containsExactly(UNKNOWN);
  }

  @Test
  void addsUpOverAllDevices() {
    var one = identity("npm", "@acme/crm", "1.0.0");
    var other = identity("npm", "@acme/crm", "2.0.0");
    var reports =
        List.of(
            new Report("a", "1", 1, List.of(found(one), found(other)), List.of()),
            new Report("b", "1", 1, List.of(found(one)), List.of()));

    var running = RunningServers.of(reports, new Judge(KNOWN));

    assertThat(running)
        .containsExactly(
            new RunningServers.Running(
                identity("npm", "@acme/crm", ""),
                "com.acme/@acme/crm",
                false,
                3,
                List.of("a", "b"),
                List.of("Cursor"),
                List.of("1.0.0", "2.0.0"),
                Map.of(UNAPPROVED, 1)));
  }

  @Test
  void takesNoRuleWithoutAKind() {
    assertThatThrownBy(() -> new DenyRule("@evil/*")).hasMessageContaining("npm:@evil/*");
  }
}
