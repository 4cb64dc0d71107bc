package dev.gatehouse.server.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.server.exports.Way.Need;
import dev.gatehouse.server.exports.Way.Value;
import dev.gatehouse.server.http.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How clients get to what strangers have published. */
class WaysTest {
  private static final String STDIO = "\"transport\":{\"type\":\"stdio\"}";

  private static Way way(String document) {
    return Ways.of(Json.MAPPER.readTree(document), "com.example_crm");
  }

  private static Way remote(String url, String headers) {
    return way(
        """
        {"remotes":[{"type":"streamable-http","url":"%s","headers":[%s]}]}\
        """
            .formatted(url, headers));
  }

  private static Way offered(String members) {
    return way("{\"packages\":[{" + STDIO + "," + members + "}]}");
  }

  private static List<String> command(String members) {
    return ((Way.Launch) offered(members)).command();
  }

  @Test
  void leadToStreamableHttpBeforeAllElse() {
    assertThat(
            way(
                """
                {"packages":[{"registryType":"npm","identifier":"a","version":"1",%s}],
                 "remotes":[{"type":"sse","url":"https://a.example/sse"},
                  {"type":"streamable-http","url":"https://{host}/mcp"},
                  {"type":"streamable-http","url":"https://a.example/mcp"}]}\
                """
                    .formatted(STDIO)))
        .isEqualTo(new Way.Remote("streamable-http", "https://a.example/mcp", List.of()));
  }

  @Test
  void leadToAPackageWhenNoRemoteIsWhole() {
    assertThat(
            way(
                """
                {"packages":[{"registryType":"npm","identifier":"a","version":"1",%s}],
                 "remotes":[{"type":"streamable-http","url":"https://{host}/mcp"}]}\
                """
                    .formatted(STDIO)))
        .isInstanceOf(Way.Launch.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://*",
        "https://*.example/mcp",
        "https://a.example/*",
        "https://a.example/${GATEHOUSE_KEY}",
        "https://${env:HOME}.example/mcp",
        "https://{host}/mcp",
        "https://me:secret@a.example/mcp",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https:///mcp",
        "",
      })
  void leadNowhereThatAClientWouldTakeForAPatternOrVariable(String url) {
    assertThat(remote(url, "")).isInstanceOf(Way.None.class);
  }

  @Test
  void askForHeadersUnderNamesThatHoldNothingElse() {
    assertThat(
            remote(
                "https://a.example/mcp",
                """
                {"name":"AWS-SECRET-ACCESS-KEY","isRequired":true,"isSecret":true},
                {"name":"X-Region","value":"eu"},
                {"name":"X-Optional"}\
                """))
        .isEqualTo(
            new Way.Remote(
                "streamable-http",
                "https://a.example/mcp",
                List.of(
                    new Need(
                        "AWS-SECRET-ACCESS-KEY",
                        new Value.Asked("", "MCP_COM_EXAMPLE_CRM_AWS_SECRET_ACCESS_KEY", true)),
                    new Need("X-Region", new Value.Fixed("eu")))));
  }

  @Test
  void doNotLetAHeaderTakeASecretOfTheClient() {
    assertThat(remote("https://a.example/mcp", "{\"name\":\"X-A\",\"value\":\"${GATEHOUSE_KEY}\"}"))
        .isInstanceOf(Way.None.class);
    assertThat(remote("https://a.example/mcp", "{\"name\":\"X-A: b\\r\\nX-B\",\"value\":\"c\"}"))
        .isInstanceOf(Way.None.class);
  }

  @Test
  void runPackagesOfOneVersionWithAllThatTheySay() {
    assertThat(
            command(
                """
                "registryType":"npm","identifier":"@acme/crm-mcp","version":"1.4.0",
                "packageArguments":[{"type":"positional","value":"serve"},
                 {"type":"named","name":"--mode","value":"read only"},
                 {"type":"named","name":"--optional"}]\
                """))
        .containsExactly("npx", "-y", "@acme/crm-mcp@1.4.0", "serve", "--mode", "read only");
    assertThat(command("\"registryType\":\"pypi\",\"identifier\":\"crm-mcp\",\"version\":\"2\""))
        .containsExactly("uvx", "crm-mcp@2");
    assertThat(
            command(
                """
                "registryType":"oci","identifier":"images.example/crm@sha256:ab",
                "environmentVariables":[{"name":"TOKEN","isRequired":true,"isSecret":true}]\
                """))
        .containsExactly(
            "docker", "run", "-i", "--rm", "-e", "TOKEN", "images.example/crm@sha256:ab");
    assertThat(
            command(
                "\"registryType\":\"oci\",\"identifier\":\"images.example:5000/crm\",\"version\":\"3\""))
        .endsWith("images.example:5000/crm:3");
  }

  @Test
  void fetchPackagesFromWhereTheyAreKept() {
    assertThat(
            command(
                """
                "registryType":"npm","identifier":"crm","version":"1",
                "registryBaseUrl":"https://packages.corp.example/npm\"\
                """))
        .containsExactly("npx", "-y", "--registry=https://packages.corp.example/npm", "crm@1");
    assertThat(
            command(
                """
                "registryType":"pypi","identifier":"crm","version":"1",
                "registryBaseUrl":"https://packages.corp.example/pypi/\"\
                """))
        .containsExactly(
            "uvx", "--default-index=https://packages.corp.example/pypi/simple", "crm@1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"registryType\":\"npm\",\"identifier\":\"crm\"",
        "\"registryType\":\"oci\",\"identifier\":\"images.example:5000/crm\"",
        "\"registryType\":\"npm\",\"identifier\":\"--registry=https://evil.example\",\"version\":\"1\"",
        "\"registryType\":\"npm\",\"identifier\":\"crm; rm -rf /\",\"version\":\"1\"",
        "\"registryType\":\"npm\",\"identifier\":\"crm\",\"version\":\"1 --x\"",
        "\"registryType\":\"npm\",\"identifier\":\"crm\",\"version\":\"${GATEHOUSE_KEY}\"",
        "\"registryType\":\"mcpb\",\"identifier\":\"crm\",\"version\":\"1\"",
        "\"registryType\":\"npm\",\"identifier\":\"crm\",\"version\":\"1\",\"registryBaseUrl\":\"ftp://x\"",
        "\"registryType\":\"npm\",\"identifier\":\"crm\",\"version\":\"1\",\"packageArguments\":[{\"type\":\"positional\",\"valueHint\":\"path\",\"isRequired\":true}]",
        "\"registryType\":\"npm\",\"identifier\":\"crm\",\"version\":\"1\",\"packageArguments\":[{\"type\":\"positional\",\"value\":\"{path}\"}]",
        "\"registryType\":\"npm\",\"identifier\":\"crm\",\"version\":\"1\",\"packageArguments\":[{\"type\":\"positional\",\"value\":\"${HOME}\"}]",
        "\"registryType\":\"npm\",\"identifier\":\"crm\",\"version\":\"1\",\"environmentVariables\":[{\"name\":\"A=B\",\"isRequired\":true}]",
        "\"registryType\":\"npm\",\"identifier\":\"crm\",\"version\":\"1\",\"environmentVariables\":[{\"name\":\"A\",\"value\":\"${GATEHOUSE_KEY}\"}]",
      })
  void runNothingThatIsOpenOrTricky(String members) {
    assertThat(offered(members)).isInstanceOf(Way.None.class);
  }

  @Test
  void runNothingOverTheNetworkAsAProgram() {
    assertThat(
            way(
                """
                {"packages":[{"registryType":"npm","identifier":"a","version":"1",
                  "transport":{"type":"streamable-http","url":"http://localhost:3000/mcp"}}]}\
                """))
        .isInstanceOf(Way.None.class);
    assertThat(way("{}")).isEqualTo(new Way.None("it has neither a remote nor a package"));
  }
}
