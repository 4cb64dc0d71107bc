package dev.gatehouse.server.admin;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where API keys are made and revoked. Like on every desk, an {@link IllegalArgumentException} says
 * to the person what is wrong with the input, and a {@code Declined} anything else that stands in
 * the way.
 */
public interface KeyDesk {
  /** Makes a key; the only moment at which its text is known. */
  IssuedKey create(NewKey wanted);

  /** All keys, revoked and expired ones too. */
  List<KeyView> all();

  /**
   * The key that is not revoked and that this means: its id, its name, or what is shown of it.
   *
   * @throws IllegalArgumentException when it means several
   */
  Optional<KeyView> find(String which);

  /** Revokes the key of this id; false when it is gone or revoked already. */
  boolean revoke(String id);

  /**
   * What to make.
   *
   * @param name unique among the keys in use
   * @param expires the first instant at which it no longer holds, in the future; never, when absent
   * @param attributes facts for conditions
   */
  record NewKey(
      String name, List<String> roles, Optional<Instant> expires, Map<String, Object> attributes) {
    public NewKey {
      roles = List.copyOf(roles);
      attributes = Map.copyOf(attributes);
    }
  }

  /** Whether a key holds now. */
  enum State {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("expired")
    EXPIRED,
    @JsonProperty("revoked")
    REVOKED
  }

  /** What may be known of a key. */
  record KeyView(
      String id,
      String name,
      String prefix,
      State state,
      List<String> roles,
      Instant created,
      Optional<Instant> expires,
      Optional<Instant> revoked,
      Map<String, Object> attributes) {}

  /**
   * A new key.
   *
   * @param secret its text, shown this once
   */
  record IssuedKey(KeyView key, String secret) {
    @Override
    public String toString() {
      return "IssuedKey[" + key.id() + ", redacted]";
    }
  }
}
