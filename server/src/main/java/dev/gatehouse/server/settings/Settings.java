package dev.gatehouse.server.settings;

import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.guardrails.Guardrail;
import dev.gatehouse.core.identity.IdentitySettings;
import dev.gatehouse.core.identity.IssuerSettings;
import dev.gatehouse.core.inventory.InventorySettings;
import dev.gatehouse.core.kind.Chosen;
import dev.gatehouse.core.kind.Default;
import dev.gatehouse.core.kind.Doc;
import dev.gatehouse.core.limits.FloodSettings;
import dev.gatehouse.core.limits.LimitRules;
import dev.gatehouse.core.policy.Forbid;
import dev.gatehouse.core.policy.LimitRule;
import dev.gatehouse.core.policy.PolicyRules;
import dev.gatehouse.core.policy.Role;
import dev.gatehouse.core.policy.Toolset;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.server.catalogue.RegistrySettings;
import dev.gatehouse.transport.ListenerSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
            value =
                "HTTPS on the listening address; replaced files are noticed. Without it, put a proxy"
                    + " with TLS in front.",
            example = "{ certificate: /etc/gatehouse/tls.crt, key: /etc/gatehouse/tls.key }")
        Optional<ListenerSettings.Tls> tls,
    @Doc(
            value =
                "Names under which the gateway may be addressed (the Host header), beside loopback"
                    + " names and the public URL.",
            example = "[mcp.example.com]")
        List<String> allowedHosts,
    @Doc(
            value =
                "Web origins whose pages may call the gateway (the Origin header), beside its own.",
            example = "[\"https://inspector.example.com\"]")
        List<String> allowedOrigins,
    @Doc(
            "Whether clients of HTTP+SSE, the transport of revision 2024-11-05, are served too: at"
                + " /sse and /sse/{server}.")
        @Default("false")
        boolean sse,
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
                "Named selections of tools, globs of server/tool, for use in grants and forbids.",
            example = "support: [crm/search_*, crm/get_*, files/read_file]")
        Map<String, Toolset> toolsets,
    @Doc(
            value =
                "What callers may use, by the role that they hold. What no role allows is refused.",
            example =
                """
                support-agent:
                  grants:
                    - support
                    - tools: crm/update_ticket
                      when: args.priority != "urgent" || caller.attributes.senior
                  limits:
                    - { calls: 600, per: 1m }
                    - { calls: 20, per: 1m, tools: crm/update_* }
                    - { concurrent: 8 }
                """)
        Map<String, Role> roles,
    @Doc(
            value = "What is refused to everyone, whatever is granted.",
            example =
                """
                - tools: "*/delete_*"
                  unless: caller.roles.contains("administrator")
                """)
        List<Forbid> forbids,
    @Doc(
            value = "Limits for every call, beside those of roles and servers; all hold at once.",
            example = "- { calls: 10000, per: 1m, by: everyone }")
        List<LimitRule> limits,
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
    @Doc(value = "How calls and changes are recorded.", example = "{ level: process, keep: 400d }")
        AuditSettings audit,
    @Doc(
            value = "The registry API, where clients look up the servers that they may connect to.",
            example = "{ namespace: com.example.mcp, readers: everybody }")
        RegistrySettings registry,
    @Doc(
            value = "What the inventory says of servers that are found in the settings of clients.",
            example = "{ denied: [\"npm:@evil/*\"] }")
        InventorySettings inventory,
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
    servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
    toolsets = Collections.unmodifiableMap(new LinkedHashMap<>(toolsets));
    roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
    forbids = List.copyOf(forbids);
    limits = List.copyOf(limits);
    guardrails = List.copyOf(guardrails);
    publicUrl.ifPresent(Settings::check);
    check(listen, tls, allowedHosts, allowedOrigins, bounds);
  }

  /** The same settings, at another address and with another data directory. */
  public Settings with(HostPort otherListen, Path otherData) {
    return new Settings(
        otherListen,
        otherData,
        publicUrl,
        tls,
        allowedHosts,
        allowedOrigins,
        sse,
        identity,
        servers,
        toolsets,
        roles,
        forbids,
        limits,
        guardrails,
        audit,
        registry,
        inventory,
        egress,
        bounds,
        flood);
  }

  /** What the listener needs of it. */
  public ListenerSettings listener() {
    return new ListenerSettings(
        listen.host(), listen.port(), tls, hosts(), allowedOrigins, bounds.listener(), sse);
  }

  private List<String> hosts() {
    var all = new LinkedHashSet<>(allowedHosts);
    publicUrl.map(URI::getAuthority).ifPresent(all::add);
    return List.copyOf(all);
  }

  /** What it says of who may use what; the store may add to it. */
  public PolicyRules policy() {
    return new PolicyRules(roles, forbids, toolsets);
  }

  /**
   * Every limit.
   *
   * @param policy the rules with what the store adds, for the limits of their roles
   */
  public LimitRules limits(PolicyRules policy) {
    var ofServers = new LinkedHashMap<String, List<LimitRule>>();
    servers.forEach((name, server) -> ofServers.put(name.text(), server.limits()));
    return LimitRules.of(policy, limits, ofServers);
  }

  /** The guardrails, in their order. */
  public List<Guardrail> builtGuardrails() {
    return guardrails.stream().map(Chosen::build).toList();
  }

  /**
   * The servers in the words of the catalogue.
   *
   * @param at when the file was taken up
   */
  public List<Server> catalogue(Instant at) {
    return servers.entrySet().stream()
        .map(entry -> entry.getValue().server(entry.getKey(), at))
        .toList();
  }

  /** Hosts that the owner of the file has named, and so may have private addresses. */
  public Set<String> ownHosts() {
    var hosts = new LinkedHashSet<String>();
    servers.values().forEach(server -> server.url().map(URI::getHost).ifPresent(hosts::add));
    for (IssuerSettings issuer : identity.issuers()) {
      hosts.add(URI.create(issuer.issuer()).getHost());
      issuer.jwks().map(URI::getHost).ifPresent(hosts::add);
    }
    return hosts;
  }

  private static void check(
      HostPort listen,
      Optional<ListenerSettings.Tls> tls,
      List<String> hosts,
      List<String> origins,
      BoundsSettings bounds) {
    try {
      var _ =
          new ListenerSettings(
              listen.host(), listen.port(), tls, hosts, origins, bounds.listener());
    } catch (IllegalArgumentException e) {
      var message = String.valueOf(e.getMessage());
      var isOfNames = message.startsWith("hosts:") || message.startsWith("origins:");
      throw new IllegalArgumentException(isOfNames ? "allowed-" + message : message, e);
    }
  }

  private static void check(URI url) {
    var web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    if (!web
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "public-url is an http or https URL without user, query and fragment, as in"
              + " https://mcp.example.com");
    }
  }
}
