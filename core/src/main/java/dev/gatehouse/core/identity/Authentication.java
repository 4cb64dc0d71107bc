package dev.gatehouse.core.identity;

import dev.gatehouse.core.egress.Fetcher;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.waiting.Waiting;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Turns a credential into a {@link Caller}: an API key, a JWT of a configured issuer, or nothing at
 * all where the settings allow that. Thread-safe. A call sees the settings and keys of one moment;
 * {@link #use} swaps them for the calls after it. Until its first use it refuses everybody.
 */
public final class Authentication {
  private static final String SCHEME = "Bearer ";
  private static final String NOBODY = "anonymous";
  private static final int LONGEST = 16 * 1024;

  private final Fetcher fetcher;
  private final InstantSource clock;
  private final Executor background;
  private volatile State state =
      new State(
          IdentitySettings.NONE,
          KeyIndex.EMPTY,
          Map.of(),
          new TokenVerifier(IdentitySettings.NONE, Map.of()),
          null);

  private record State(
      IdentitySettings settings,
      KeyIndex keys,
      Map<String, IssuerKeys> issuerKeys,
      TokenVerifier tokens,
      @Nullable Caller anonymous) {}

  /** For a running gateway: the clock of the machine, and a virtual thread for each refresh. */
  public Authentication(Fetcher fetcher) {
    this(
        fetcher,
        InstantSource.system(),
        task -> Thread.ofVirtual().name("identity-keys").start(task));
  }

  /**
   * @param fetcher the way to the issuers
   * @param clock what times in tokens are compared with
   * @param background runs the refetch of keys behind the calls
   */
  public Authentication(Fetcher fetcher, InstantSource clock, Executor background) {
    this.fetcher = fetcher;
    this.clock = clock;
    this.background = background;
  }

  /**
   * Swaps settings and API keys. A revoked key is refused by every call that begins after this
   * returns. Remembered tokens are forgotten when the settings differ; fetched keys of issuers that
   * stay are kept.
   */
  public synchronized void use(IdentitySettings settings, KeyIndex keys) {
    var before = state;
    if (settings.equals(before.settings())) {
      state = new State(settings, keys, before.issuerKeys(), before.tokens(), before.anonymous());
      return;
    }
    var issuerKeys = new HashMap<String, IssuerKeys>();
    for (var each : settings.issuers()) {
      var document = new KeyDocument(each.issuer(), each.jwks(), fetcher);
      var kept = before.issuerKeys().get(each.issuer());
      issuerKeys.put(
          each.issuer(),
          kept != null && kept.document().equals(document)
              ? kept
              : new IssuerKeys(document, clock, background));
    }
    var anonymous = settings.anonymous().map(Authentication::nobody).orElse(null);
    state =
        new State(
            settings,
            keys,
            Map.copyOf(issuerKeys),
            new TokenVerifier(settings, issuerKeys),
            anonymous);
  }

  /** The settings in use. */
  public IdentitySettings settings() {
    return state.settings();
  }

  /**
   * Who calls the gateway as a whole: takes tokens made for all of it.
   *
   * @see #authenticate(String, String, Waiting)
   */
  public Caller authenticate(@Nullable String authorization, Waiting waiting) {
    return authenticate(authorization, "", waiting);
  }

  /**
   * Who calls a virtual server: takes tokens made for all of the gateway, and those made for this
   * one server.
   *
   * @param authorization the one {@code Authorization} header, null when there is none
   * @param resource URL of the virtual server as its metadata names it
   * @param waiting whether this thread may wait for an issuer's keys or a slow signature check
   * @throws Refused with Unauthenticated when there is no credential or it does not hold, with
   *     InsufficientScope when a genuine token lacks a required scope, with NotDecided when that
   *     could not be found out
   * @throws dev.gatehouse.core.waiting.MustWait when it must wait and may not
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6750#section-2.1">Bearer tokens</a>
   */
  public Caller authenticate(@Nullable String authorization, String resource, Waiting waiting) {
    var now = state;
    if (authorization == null) {
      if (now.anonymous() == null) {
        throw NotProven.because("no credential");
      }
      return now.anonymous();
    }
    var start = startOfCredential(authorization);
    return authorization.startsWith(ApiKey.MARK, start)
        ? now.keys().caller(authorization, start, clock.millis())
        : now.tokens().caller(authorization, start, resource, clock.millis(), waiting);
  }

  /**
   * The caller as it is known now, for what outlives the request that proved it.
   *
   * @return empty when nothing could prove this caller any more: its key is revoked or has expired,
   *     its issuer is not in the settings, or nobody is let in without a credential. A token's own
   *     expiry is not known here: sessions live on with the next token of the same caller.
   */
  public Optional<Caller> standing(Caller caller) {
    var now = state;
    var id = caller.id();
    if (id.startsWith(KeyIndex.ID_MARK)) {
      return now.keys().standing(id, clock.millis());
    }
    if (id.startsWith(CallerClaims.ID_MARK)) {
      return Optional.of(caller)
          .filter(_ ->
              now.settings().issuers().stream()
                  .anyMatch(it -> id.startsWith(CallerClaims.ID_MARK + it.issuer() + "#")));
    }
    // Whom an administrator supposes holds no credential, and so has none that could end.
    return id.equals(NOBODY) ? Optional.ofNullable(now.anonymous()) : Optional.of(caller);
  }

  /**
   * What a client reads to learn where tokens for a resource come from, as JSON.
   *
   * @param resource URL of the virtual server as its clients write it
   * @see ResourceMetadata
   */
  public byte[] metadata(URI resource) {
    var settings = state.settings();
    return ResourceMetadata.json(
        resource,
        settings.issuers().stream().map(IssuerSettings::issuer).toList(),
        settings.requiredScopes());
  }

  /**
   * The {@code WWW-Authenticate} value of a 401.
   *
   * @param resource URL of the virtual server as its clients write it
   */
  public String challenge(URI resource) {
    return Challenges.unauthorized(
        ResourceMetadata.url(resource), state.settings().requiredScopes());
  }

  private static int startOfCredential(String authorization) {
    if (authorization.length() > LONGEST) {
      throw NotProven.because("the credential is longer than 16 KiB");
    }
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw NotProven.because("the Authorization header is not of the Bearer scheme");
    }
    var start = SCHEME.length();
    while (start < authorization.length() && authorization.charAt(start) == ' ') {
      start++;
    }
    if (start == authorization.length()) {
      throw NotProven.because("the Authorization header holds no credential");
    }
    return start;
  }

  private static Caller nobody(AnonymousSettings settings) {
    return new KnownCaller(
        NOBODY,
        Optional.empty(),
        Optional.empty(),
        Set.copyOf(settings.roles()),
        Map.of(),
        "anonymous");
  }
}
