package dev.gatehouse.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceMetadataTest {
  private static final URI RESOURCE = URI.create("https://mcp.example.com/mcp/crm");

  @Test
  void namesTheResourceItsIssuersAndScopes() throws JsonObject.NotOne {
    var json = ResourceMetadata.json(RESOURCE, List.of(TestIssuer.ISSUER), List.of("mcp"));

    assertThat(JsonObject.read(json))
        .isEqualTo(
            Map.of(
                "resource", RESOURCE.toString(),
                "authorization_servers", List.of(TestIssuer.ISSUER),
                "scopes_supported", List.of("mcp"),
                "bearer_methods_supported", List.of("header")));
  }

  @Test
  void leavesOutWhatThereIsNot() {
    assertThat(
            new String(
                ResourceMetadata.json(RESOURCE, List.of(), List.of()), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"resource\":\"https://mcp.example.com/mcp/crm\",\"bearer_methods_supported\":[\"header\"]}");
  }

  @Test
  void isServedWhereRfc9728PutsIt() {
    var table =
        Map.of(
            "https://mcp.example.com/mcp/crm",
            "https://mcp.example.com/.well-known/oauth-protected-resource/mcp/crm",
            "https://mcp.example.com",
            "https://mcp.example.com/.well-known/oauth-protected-resource",
            "https://mcp.example.com/",
            "https://mcp.example.com/.well-known/oauth-protected-resource",
            "http://127.0.0.1:8080/mcp",
            "http://127.0.0.1:8080/.well-known/oauth-protected-resource/mcp");

    table.forEach((resource, url) ->
        assertThat(ResourceMetadata.url(URI.create(resource))).isEqualTo(URI.create(url)));
  }

  @Test
  void isNamedByTheChallenges() {
    var url = ResourceMetadata.url(RESOURCE);

    assertThat(Challenges.unauthorized(url, List.of("mcp", "tools")))
        .isEqualTo("Bearer resource_metadata=\"" + url + "\", scope=\"mcp tools\"");
    assertThat(Challenges.insufficientScope(url, List.of("mcp")))
        .isEqualTo(
            "Bearer error=\"insufficient_scope\", resource_metadata=\""
                + url
                + "\", scope=\"mcp\"");
  }

  @Test
  void neverLetsTextOutOfItsQuotes() {
    var url = URI.create("https://mcp.example.com/a%22%0d%0aX:%20y/é");

    assertThat(Challenges.unauthorized(url, List.of()))
        .matches("Bearer resource_metadata=\"[\\x21\\x23-\\x7e]+\"");
    for (var scope : List.of("a\", error=\"x", "a\r\nSet-Cookie: x", "a b")) {
      assertThatThrownBy(() -> Challenges.unauthorized(url, List.of(scope)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
