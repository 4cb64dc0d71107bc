package dev.gatehouse.core.guardrails;

/**
 * What a guardrail found in a message that goes on. Says where, never what stood there.
 *
 * @param rule path of the guardrail in the settings, for example {@code guardrails[0]}
 * @param what the kind of thing, for example {@code github token}
 * @param where JSON pointer into the message, at most {@value #LONGEST_POINTER} characters; a
 *     longer one is cut and ends in {@code …}
 * @param action what was done
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">JSON Pointer</a>
 */
public record Finding(String rule, String what, String where, Action action) {
  /** Most characters of a pointer. */
  public static final int LONGEST_POINTER = 200;

  /** Cuts the pointer. */
  public Finding {
    if (where.length() > LONGEST_POINTER) {
      where = where.substring(0, LONGEST_POINTER - 1) + "…";
    }
  }

  /** What a guardrail does about a finding. */
  public enum Action {
    /** Replaced by a word for it. */
    MASKED,
    /** Only told. */
    NOTED
  }
}
