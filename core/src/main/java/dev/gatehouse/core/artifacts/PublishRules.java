package dev.gatehouse.core.artifacts;

/**
 * What an organisation allows in documents that it publishes itself.
 *
 * @param privateRemotes whether remotes may be at {@code http:} addresses and at hosts that only
 *     its own network knows
 * @param foreignMeta whether members of {@code _meta} other than the publisher's own may stand
 *     there
 */
public record PublishRules(boolean privateRemotes, boolean foreignMeta) {
  /** What the public registry allows. */
  public static final PublishRules PUBLIC = new PublishRules(false, false);

  /** What fits behind a company's own doors. */
  public static final PublishRules PRIVATE = new PublishRules(true, true);
}
