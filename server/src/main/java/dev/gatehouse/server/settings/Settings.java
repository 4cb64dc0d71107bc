package dev.gatehouse.server.settings;

import dev.gatehouse.core.guardrails.Guardrail;
import dev.gatehouse.core.identity.IdentitySettings;
import dev.gatehouse.core.kind.Chosen;
import dev.gatehouse.core.kind.Default;
import dev.gatehouse.core.kind.Doc;
import dev.gatehouse.core.registry.ServerName;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that the settings file says; what it does not say has its default. Immutable. */
@Doc("The settings of a gateway.")
public record Settings(
    @Doc("Where the gateway listens: host:port. Port 0 takes any free one.")
        @Default("127.0.0.1:8080")
        HostPort listen,
    @Doc("The directory for the store and the records; made with mode 700 when it is not there.")
        @Default("./gatehouse-data")
        Path data,
    @Doc(
            value =
                "The URL under which clients reach the gateway, when that is not the listening"
                    + " address: http or https, without query.",
            example = "https://mcp.example.com")
        Optional<URI> publicUrl,
    @Doc(
            value = "HTTPS on the listening address. Without it, put a proxy with TLS in front.",
            example = "{ certificate: /etc/gatehouse/tls.crt, key: /etc/gatehouse/tls.key }")
        Optional<TlsSettings> tls,
    @Doc(
            value =
                "Names under which the gateway may be addressed (the Host header), beside the"
                    + " listening address and the public URL.",
            example = "[mcp.example.com]")
        List<String> allowedHosts,
    @Doc(
            value =
                "Web origins whose pages may call the gateway (the Origin header), beside its own.",
            example = "[\"https://inspector.example.com\"]")
        List<String> allowedOrigins,
    @Doc(
            value = "Who can prove to be somebody, beside the API keys of the store.",
            example =
                """
                issuers:
                  - issuer: https://keycloak.example.com/realms/acme
                    audience: https://mcp.example.com/mcp
                    agent: azp
                    user: sub
                    roles: realm_access.roles
                """)
        IdentitySettings identity,
    @Doc(
            value =
                "The MCP servers behind the gateway, by name: 1 to 32 of a-z, 0-9 and -. A text for"
                    + " short is the url.",
            example =
                """
                crm:
                  url: https://crm.internal.example/mcp
                  credentials: { bearer: "file:/run/secrets/crm-token" }
                  approved: true
                files:
                  stdio: [npx, -y, "@modelcontextprotocol/server-filesystem", /srv/docs]
                """)
        Map<ServerName, ServerSettings> servers,
    @Doc(
            value =
                "What looks into messages, in this order; each sees what the one before left. Without"
                    + " any, nothing is looked into.",
            example =
                """
                - secrets: { in: results, do: mask }
                - secrets: { in: arguments, do: block }
                """)
        List<Chosen<Guardrail>> guardrails,
    @Doc(
            value =
                "Where the gateway itself may connect to: public addresses, the servers of this file,"
                    + " and what is listed here.",
            example = "allow: [keycloak.internal.example, 10.20.0.0/16]")
        EgressSettings egress,
    @Doc("The most of everything that the gateway takes, holds or waits for.")
        BoundsSettings bounds,
    @Doc("The listener's own bound on requests, before any rule is asked.") FloodSettings flood) {
  /**
   * @throws IllegalArgumentException when a part is out of its range
   */
  public Settings {
    allowedHosts = List.copyOf(allowedHosts);
    allowedOrigins = List.copyOf(allowedOrigins);
    guardrails = List.copyOf(guardrails);
    servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
    publicUrl.ifPresent(Settings::check);
  }

  private static void check(URI url) {
    var web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    if (!web
        || url.getHost() == null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "public-url is an http or https URL without query and fragment, as in"
              + " https://mcp.example.com");
    }
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException("public-url carries no user name and password");
    }
  }
}
