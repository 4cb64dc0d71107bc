package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.Default;
import dev.gatehouse.core.kind.Doc;
import dev.gatehouse.core.kind.ShortForm;
import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.policy.LimitRule;
import dev.gatehouse.core.registry.Approval;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.DriftMode;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.protocol.Era;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** One MCP server, as the settings file declares it. */
@Doc("An MCP server: where it is, and what the gateway shows it. A text for short is its url.")
public record ServerSettings(
    @Doc(
            value = "Where it is, http or https; without user name, password or fragment.",
            example = "https://crm.internal.example/mcp")
        Optional<URI> url,
    @Doc(
            "How messages travel to its url: streamable (Streamable HTTP), sse (HTTP+SSE of revision"
                + " 2024-11-05), or auto, which finds out.")
        @Default("auto")
        Connection.HttpTransport transport,
    @Doc(
            value =
                "The program to run as a child process, spoken to over its standard input and output."
                    + " A list, or one text that is split at blanks; no shell.",
            example = "[npx, -y, \"@modelcontextprotocol/server-filesystem\", /srv/docs]")
        Optional<Command> stdio,
    @Doc(
            value =
                "Variables for the program, beside PATH, HOME and LANG; nothing else of the gateway's"
                    + " environment is passed on. Plain text, or a secret by reference.",
            example = "{ GITHUB_TOKEN: \"file:/run/secrets/github\" }")
        Map<String, EnvironmentValue> environment,
    @Doc(
            value = "What the gateway shows to it.",
            example = "{ bearer: \"file:/run/secrets/crm-token\" }")
        Optional<CredentialSettings> credentials,
    @Doc(
            "Whether the owner of this file vouches for it; recorded as such. Otherwise: server approve.")
        @Default("false")
        boolean approved,
    @Doc("How it speaks: legacy (with sessions), modern (stateless), or auto, which finds out.")
        @Default("auto")
        SpokenEra era,
    @Doc("Who shares a session with it. Only per-client can be had so far.") @Default("per-client")
        Server.Sessions sessions,
    @Doc("From sending a call to its whole answer, 100ms to 1h.") @Default("1m") Duration deadline,
    @Doc(
            value =
                "What becomes of tools and prompts that change after they were seen first: warn (it is"
                    + " recorded and shown), block (held back until somebody approves), or pinned (as"
                    + " before, unless the change is breaking). Absent: warn where this file approves,"
                    + " block where somebody approved what was shown.",
            example = "block")
        Optional<DriftMode> drift,
    @Doc(
            "Whether lists and resources that it calls cacheScope: public may be kept by shared caches,"
                + " and so be given to people who are granted nothing of it. Only on"
                + " /mcp/{server}, only unchanged, and only where all roles that may use it may use"
                + " what is in them; otherwise, and without this, all is private.")
        @Default("false")
        boolean believePublic,
    @Doc(
            value = "Limits for calls to this server; without by, all callers share one count.",
            example = "[{ concurrent: 20 }]")
        List<LimitRule> limits,
    Source source) {
  /** The way of speaking as it is written. */
  public enum SpokenEra {
    /** Found out by asking the server. */
    AUTO,
    /** Revisions up to 2025-11-25. */
    LEGACY,
    /** Revisions from 2026-07-28 on. */
    MODERN
  }

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,199}");
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofHours(1);

  /**
   * @throws IllegalArgumentException when it is not exactly one of url and stdio, or a part is out
   *     of its range
   */
  public ServerSettings {
    limits = List.copyOf(limits);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    if (url.isPresent() == stdio.isPresent()) {
      throw new IllegalArgumentException(
          "a server has either url or stdio, not both and not neither");
    }
    if (stdio.isPresent() && credentials.isPresent()) {
      throw new IllegalArgumentException(
          "credentials are for a server with url; pass a secret to a program under environment");
    }
    if (stdio.isPresent() && transport != Connection.HttpTransport.AUTO) {
      throw new IllegalArgumentException("transport is for a server with url");
    }
    if (transport == Connection.HttpTransport.SSE && era == SpokenEra.MODERN) {
      throw new IllegalArgumentException(
          "transport sse is of the legacy era; leave out era, or the transport");
    }
    if (url.isPresent() && !environment.isEmpty()) {
      throw new IllegalArgumentException("environment is for a server with stdio");
    }
    var _ = sessions.available();
    url.ifPresent(where -> checked(where));
    environment.forEach(ServerSettings::check);
    if (deadline.compareTo(SHORTEST) < 0 || deadline.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("deadline is 100ms to 1h");
    }
  }

  /** The short form: the URL alone. */
  @ShortForm
  public static ServerSettings of(String url, Source source) {
    return new ServerSettings(
        Optional.of(Scalars.url(url)),
        Connection.HttpTransport.AUTO,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        false,
        SpokenEra.AUTO,
        Server.Sessions.PER_CLIENT,
        Duration.ofSeconds(60),
        Optional.empty(),
        false,
        List.of(),
        source);
  }

  /**
   * The same in the words of the catalogue. Approved only by this file; a decision in the store may
   * say otherwise.
   *
   * @param at when the file was taken up
   */
  public Server server(ServerName name, Instant at) {
    var approval =
        approved
            ? new Approval.Approved("owner of the settings file, " + source, at)
            : new Approval.Pending("nobody has approved it yet: gatehouse server approve " + name);
    return new Server(
        name,
        connection(),
        Server.Origin.FILE,
        approval,
        fixedEra(),
        sessions,
        deadline,
        drift.orElse(DriftMode.WARN),
        believePublic);
  }

  private Connection connection() {
    if (url.isPresent()) {
      return new Connection.Http(url.get(), credentials.map(CredentialSettings::use), transport);
    }
    var variables = new TreeMap<String, String>();
    environment.forEach((name, value) -> variables.put(name, value.text()));
    return new Connection.Stdio(stdio.orElseThrow().words(), variables);
  }

  private Optional<Era> fixedEra() {
    return switch (era) {
      case AUTO -> Optional.empty();
      case LEGACY -> Optional.of(Era.LEGACY);
      case MODERN -> Optional.of(Era.MODERN);
    };
  }

  private static void checked(URI url) {
    try {
      var _ = new Connection.Http(url, Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("url: " + e.getMessage(), e);
    }
  }

  private static void check(String name, EnvironmentValue value) {
    if (!VARIABLE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "environment: a variable's name is letters, digits and _, not beginning with a digit");
    }
    if (PlainSecret.isNamedLikeOne(name)
        && !value.text().isEmpty()
        && value.reference().isEmpty()) {
      throw new IllegalArgumentException(
          "environment."
              + name
              + ": a secret is given by reference: file:/path/to/secret or env:NAME");
    }
  }
}
