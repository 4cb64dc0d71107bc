package dev.gatehouse.core.audit;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who called, as records say it. Make one per caller and keep it with the cached caller: it holds
 * its own bytes for the journal.
 */
public final class CallerFacts {
  /** Nobody that Gatehouse knows: the call was refused before it was authenticated. */
  public static final CallerFacts UNKNOWN = of("unknown", null, null, null, List.of());

  private static final int MAX_ROLES = 32;

  private final String id;
  private final @Nullable String user;
  private final @Nullable String agent;
  private final @Nullable String credential;
  private final List<String> roles;
  private final byte[] json;

  private CallerFacts(
      String id,
      @Nullable String user,
      @Nullable String agent,
      @Nullable String credential,
      List<String> roles) {
    this.id = id;
    this.user = user;
    this.agent = agent;
    this.credential = credential;
    this.roles = roles;
    this.json = ActorJson.write(this);
  }

  /**
   * The facts of one caller.
   *
   * @param id stable and unique
   * @param user the person on whose behalf the call is made, null for none
   * @param agent the program that calls, null for none
   * @param credential how people recognise the credential, never the credential; null for none
   * @param roles names of roles; kept sorted, at most 32 of them
   */
  public static CallerFacts of(
      String id,
      @Nullable String user,
      @Nullable String agent,
      @Nullable String credential,
      Collection<String> roles) {
    var kept = roles.stream().sorted().distinct().limit(MAX_ROLES).toList();
    return new CallerFacts(id, user, agent, credential, kept);
  }

  public String id() {
    return id;
  }

  public Optional<String> user() {
    return Optional.ofNullable(user);
  }

  public Optional<String> agent() {
    return Optional.ofNullable(agent);
  }

  public Optional<String> credential() {
    return Optional.ofNullable(credential);
  }

  public List<String> roles() {
    return roles;
  }

  /** {@code ,"actor":{…},"ai_agent":{…}}, ready for a record. */
  byte[] json() {
    return json;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CallerFacts that && java.util.Arrays.equals(json, that.json);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(json);
  }

  @Override
  public String toString() {
    return "CallerFacts[" + id + "]";
  }
}
