package dev.gatehouse.core.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be published, and what a publisher is told otherwise. */
class PublishCheckTest {
  private static final String GOOD =
      """
      {"$schema":"https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
       "name":"com.example/crm","description":"CRM records","version":"1.4.0",
       "remotes":[{"type":"streamable-http","url":"https://mcp.example.com/{tenant}",
                   "variables":{"tenant":{"isRequired":true}}}],
       "packages":[{"registryType":"npm","identifier":"@example/crm","version":"1.4.0",
                    "transport":{"type":"stdio"},
                    "environmentVariables":[{"name":"CRM_KEY","isSecret":true}]}]}
      """;

  private static List<String> wrong(String document) throws NotReadable {
    return wrong(document, PublishRules.PUBLIC);
  }

  private static List<String> wrong(String document, PublishRules rules) throws NotReadable {
    return ServerDocument.read(document.getBytes(StandardCharsets.UTF_8))
        .publishIssues(rules)
        .stream()
        .filter(issue -> issue.severity() == Issue.Severity.ERROR)
        .map(issue -> issue.path() + " " + issue.reference())
        .toList();
  }

  @Test
  void letsAGoodOnePass() throws NotReadable {
    assertThat(wrong(GOOD)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.github.user/server", "com.example/my_server.v2", "ai.acme.www/crm"})
  void takesGoodNames(String name) throws NotReadable {
    assertThat(wrong(GOOD.replace("com.example/crm", name))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server",
        "a/b/c",
        "com.example/",
        "-com.example/ab",
        "com.example/-ab",
        "com.example/ab-",
        "com.example/x",
        "com example/ab"
      })
  void refusesOtherNames(String name) throws NotReadable {
    assertThat(wrong(GOOD.replace("com.example/crm", name))).contains("name name-format");
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          2025-12-11 | 2025-09-29 | $schema schema-newest
          "version":"1.4.0","remotes" | "version":"^1","remotes" | version version-exact
          https://mcp.example.com/{tenant} | http://mcp.example.com/{tenant} | remotes[0].url remote-public
          mcp.example.com/{tenant} | 10.0.0.8/{tenant} | remotes[0].url remote-public
          mcp.example.com/{tenant} | localhost/{tenant} | remotes[0].url remote-public
          mcp.example.com/{tenant} | crm.corp.internal/{tenant} | remotes[0].url remote-public
          /{tenant} | /{other} | remotes[0].url url-variable
          @example/crm | @example/crm x | packages[0].identifier package-identifier
          "version":"1.4.0","transport" | "transport" | packages[0].version package-complete
          "identifier":"@example/crm" | "identifier":"@example/crm","fileSha256":"00" | packages[0].fileSha256 package-surplus
          {"type":"stdio"} | {"type":"stdio","url":"https://x.example"} | packages[0].transport.url transport-url
          "description":"CRM records" | "description":"" | description schema
          "CRM records" | "CRM records","websiteUrl":"ftp://example.com" | websiteUrl website-url
          "CRM records" | "CRM records","icons":[{"src":"http://example.com/a.png"}] | icons[0].src icon-https
          "CRM records" | "CRM records","repository":{} | repository.url schema
          "CRM records" | "CRM records","repository":{"url":"https://x.example","source":"github"} | repository.url repository-url
          "CRM records" | "CRM records","_meta":{"com.other/x":{}} | _meta.com.other/x meta-foreign
          """)
  void saysWhatIsWrong(String text, String instead, String problem) throws NotReadable {
    var good = GOOD.replaceAll("\\s*\\n\\s*", "");
    assertThat(good).contains(text);
    assertThat(wrong(good.replace(text, instead))).contains(problem);
  }

  @Test
  void takesAsMuchOfThePublishersOwnAsThePublicRegistryDoes() throws NotReadable {
    var meta = "\"_meta\":{\"" + ServerDocument.PUBLISHER_PROVIDED + "\":{\"a\":\"%s\"}},\"name\"";
    var around = "{\"a\":\"\"}".length();

    assertThat(
            wrong(
                GOOD.replace(
                    "\"name\":\"com", meta.formatted("x".repeat(4096 - around)) + ":\"com")))
        .isEmpty();
    assertThat(
            wrong(
                GOOD.replace(
                    "\"name\":\"com", meta.formatted("x".repeat(4097 - around)) + ":\"com")))
        .containsExactly("_meta." + ServerDocument.PUBLISHER_PROVIDED + " meta-size");
  }

  @Test
  void takesPrivateAddressesWhereTheOrganisationSaysSo() throws NotReadable {
    var inside = GOOD.replace("https://mcp.example.com", "http://crm.corp.internal");

    assertThat(wrong(inside, PublishRules.PRIVATE)).isEmpty();
  }

  @Test
  void warnsOfAServerThatNobodyCanReach() throws NotReadable {
    var document =
        ServerDocument.read(
            "{\"name\":\"com.example/crm\",\"version\":\"1.0.0\"}"
                .getBytes(StandardCharsets.UTF_8));

    assertThat(document.publishIssues(PublishRules.PUBLIC))
        .extracting(Issue::reference)
        .contains("reachable");
  }
}
