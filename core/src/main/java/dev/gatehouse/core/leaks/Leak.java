package dev.gatehouse.core.leaks;

/**
 * Where a secret stands in a text. Holds places only, never the secret.
 *
 * @param what the kind of secret, for example {@code github token}
 * @param from its first byte
 * @param to behind its last byte
 * @param mask what to put there: ASCII without quotes and backslashes, itself encoded where the
 *     secret was encoded; not to be changed
 */
public record Leak(String what, int from, int to, byte[] mask) {}
