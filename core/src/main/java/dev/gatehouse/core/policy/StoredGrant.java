package dev.gatehouse.core.policy;

import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.registry.Primitive;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A grant that somebody gave through the API: a role may use what a glob names, without conditions.
 *
 * @param id never used again, also after the grant is removed: records name it
 * @param role 1 to 64 of letters, digits and {@code . _ : -}
 * @param primitive what the glob names
 * @param glob server and name with {@code /} between them, for example {@code crm/get_*}, at most
 *     512 characters
 * @param by who gave it
 * @param at when
 */
public record StoredGrant(
    long id, String role, Primitive primitive, String glob, String by, Instant at) {
  private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cntrl}\\s]");

  /**
   * @throws IllegalArgumentException when a part is not of its shape
   */
  public StoredGrant {
    if (!ROLE.matcher(role).matches()) {
      throw new IllegalArgumentException(
          "a role is 1 to 64 letters, digits and . _ : -, beginning with a letter or digit");
    }
    if (INVISIBLE.matcher(glob).find()) {
      throw new IllegalArgumentException("a glob has no blanks and no control characters");
    }
    var _ = TargetGlob.parse(glob);
    if (by.isBlank() || by.length() > 200) {
      throw new IllegalArgumentException("a change names who made it, in 1 to 200 characters");
    }
  }

  /** The same as a rule of the policy; records call it {@code store grants/17}. */
  public Grant grant() {
    return new Grant(
        primitive == Primitive.TOOL ? List.of(glob) : List.of(),
        primitive == Primitive.RESOURCE ? List.of(glob) : List.of(),
        primitive == Primitive.PROMPT ? List.of(glob) : List.of(),
        Optional.empty(),
        Optional.empty(),
        new Source("store grants/" + id, ""));
  }

  /** Whether it allows the same as the other, whoever gave it and when. */
  public boolean allowsTheSameAs(StoredGrant other) {
    return role.equals(other.role) && primitive == other.primitive && glob.equals(other.glob);
  }
}
