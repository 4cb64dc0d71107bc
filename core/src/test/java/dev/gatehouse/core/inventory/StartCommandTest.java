package dev.gatehouse.core.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command starts, however it is spelled. */
class StartCommandTest {
  private static StartCommand started(String line) {
    return StartCommand.of(Words.split(line).all(), Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "npx -y @acme/crm@1.2.3 --flag,            npm:@acme/crm@1.2.3,       npx",
    "npx @acme/crm,                            npm:@acme/crm,             npx",
    "npx --yes crm@latest,                     npm:crm@latest,            npx",
    "npx -y -p @acme/crm@^2 crm-server,        npm:@acme/crm@^2,          npx",
    "npx --package=@acme/crm@2.0.0 -- crm,     npm:@acme/crm@2.0.0,       npx",
    "C:\\nodejs\\npx.cmd -y crm,                npm:crm,                   npx",
    "cmd /c npx -y crm@1.0.0,                  npm:crm@1.0.0,             npx",
    "cmd.exe /C npx -y crm,                    npm:crm,                   npx",
    "sh -c 'npx -y crm@1.0.0',                 npm:crm@1.0.0,             npx",
    "bash -lc 'uvx crm==1.0',                  pypi:crm@1.0,              uvx",
    "/usr/bin/env TOKEN=x npx crm,             npm:crm,                   npx",
    "wsl npx -y crm,                           npm:crm,                   npx",
    "npm exec -- crm@1.0.0,                    npm:crm@1.0.0,             npx",
    "pnpm dlx crm,                             npm:crm,                   pnpm",
    "bunx crm@1.0.0,                           npm:crm@1.0.0,             bunx",
    "bun x crm,                                npm:crm,                   bunx",
    "npx -y github:acme/crm#main,              git:github.com/acme/crm@main, npx",
    "uvx My_Crm==1.0.2,                        pypi:my-crm@1.0.2,         uvx",
    "uvx crm@1.0,                              pypi:crm@1.0,              uvx",
    "uvx --from crm[all]>=1 crm-server,        pypi:crm@>=1,              uvx",
    "uvx --python 3.12 crm,                    pypi:crm,                  uvx",
    "uv tool run crm,                          pypi:crm,                  uvx",
    "uvx --from git+https://github.com/acme/crm@v1 crm, git:github.com/acme/crm@v1, uvx",
    "pipx run --spec crm==2 crm,               pypi:crm@2,                pipx",
    "docker run -i --rm -e TOKEN ghcr.io/acme/crm:1.2, oci:ghcr.io/acme/crm@1.2, docker",
    "docker run --rm -it --env=A=b mcp/fetch,  oci:docker.io/mcp/fetch,   docker",
    "docker run --network none -v /a:/b -eA=b crm:latest x, oci:docker.io/library/crm@latest, docker",
    "podman run -i localhost:5000/crm,         oci:localhost:5000/crm,    podman",
    "dnx Acme.Crm@1.0.0 --yes,                 nuget:acme.crm@1.0.0,      dnx",
    "npx -y mcp-remote https://Crm.example:443/mcp/ --header A:b, url:https://crm.example/mcp, mcp-remote",
    "npx mcp-remote@0.1.2 https://crm.example/sse?key=1, url:https://crm.example/sse, mcp-remote",
    "mcp-proxy https://crm.example/sse,        url:https://crm.example/sse, mcp-proxy",
    "uvx mcp-proxy https://crm.example/sse,    url:https://crm.example/sse, mcp-proxy",
    "gatehouse stdio --at https://mcp.example, gateway:https://mcp.example, gatehouse",
    "/opt/gatehouse/gatehouse stdio,           gateway:,                  gatehouse"
  })
  void isKnown(String line, String identity, String through) {
    assertThat(started(line).identity()).hasToString(identity);
    assertThat(started(line).through()).isEqualTo(through);
  }

  @ParameterizedTest
  @CsvSource({
    "/opt/acme/crm --port 1,               program:/opt/acme/crm",
    "node --inspect /srv/crm/index.js abc, program:node /srv/crm/index.js",
    "python3 -m crm.server --token abc,    program:python3 -m crm.server",
    "docker mcp gateway start,             program:docker",
    "npx,                                  program:npx",
    "npx -y 'Not A Package',               program:npx",
    "docker run --rm,                      program:docker"
  })
  void isAProgramOtherwise(String line, String identity) {
    assertThat(started(line).identity()).hasToString(identity);
  }

  @Test
  void findsTheGatewayInTheEnvironmentToo() {
    var started =
        StartCommand.of(
            List.of("gatehouse", "stdio"), Map.of("GATEHOUSE_URL", "https://mcp.example/"));

    assertThat(started.identity()).hasToString("gateway:https://mcp.example");
  }

  @Test
  void keepsADigestAsTheVersion() {
    var digest = "sha256:" + "a1".repeat(32);

    var identity = started("docker run -i mcp/crm:1.0@" + digest).identity();

    assertThat(identity.version()).isEqualTo(digest);
    assertThat(identity.isFloating()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "npx crm,true",
    "npx crm@latest,true",
    "npx crm@^1.0.0,true",
    "npx crm@1,true",
    "npx crm@1.0.0,false",
    "npx crm@1.0.0-rc.1,false",
    "uvx crm,true",
    "uvx crm>=1,true",
    "uvx crm==1.0,false",
    "docker run crm,true",
    "docker run crm:latest,true",
    "docker run crm:1.0,false",
    "npx github:a/b,true",
    "/bin/crm,false"
  })
  void floatsUnlessItNamesOneVersion(String line, boolean floats) {
    assertThat(started(line).identity().isFloating()).isEqualTo(floats);
  }

  @Test
  void isNothingWithoutAProgramAndEndsWhateverIsWrappedAroundIt() {
    assertThat(StartCommand.of(List.of(), Map.of()).identity()).isEqualTo(Identity.NOTHING);
    assertThat(started("env ".repeat(2_000) + "npx crm").identity().kind())
        .isEqualTo(Identity.Kind.PROGRAM);
  }

  @Test
  void takesWhatIsFoldedIntoOneWordApart() {
    var key = "8f3K2m9QxV7bT1zR";
    for (var words :
        List.of(
            List.of("npx -y @acme/crm@1.0.0 --api-key " + key),
            List.of("npx -y", "@acme/crm@1.0.0", key),
            List.of("sh", "-c", "CRM_KEY=" + key + " npx -y @acme/crm@1.0.0"),
            List.of("env", "CRM_KEY=" + key, "-i", "npx", "@acme/crm@1.0.0"))) {
      assertThat(StartCommand.of(words, Map.of()).identity()).hasToString("npm:@acme/crm@1.0.0");
    }
    assertThat(StartCommand.of(List.of("/opt/acme/crm " + key), Map.of()).identity())
        .hasToString("program:/opt/acme/crm");
    assertThat(StartCommand.of(List.of("/opt/acme/crm " + key, "x"), Map.of()).identity())
        .hasToString("program:/opt/acme/crm");
    assertThat(StartCommand.of(List.of("C:\\Program Files\\crm.exe", "x"), Map.of()).identity())
        .hasToString("program:C:\\Program Files\\crm.exe");
  }

  @Test
  void tellsNoSecretThatStandsWhereANameShould() {
    var key = "AKIA" + "Q3XN7KPLM2VWRTYB";

    assertThat(started("npx " + key).identity().toString()).doesNotContain(key);
    assertThat(started("/bin/" + key).identity().toString()).doesNotContain(key);
    assertThat(started("npx mcp-remote https://u:" + key + "@crm.example/" + key).toString())
        .doesNotContain(key);
  }
}
