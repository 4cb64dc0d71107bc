package dev.gatehouse.core.identity;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who calls, proven. Only this room makes one, so holding one is evidence of authentication. */
public sealed interface Caller permits KnownCaller {
  /**
   * Stable and unique: what state is bound to. {@code key:…}, {@code jwt:issuer#subject/agent},
   * {@code anonymous}.
   */
  String id();

  /** The person on whose behalf the call is made. */
  Optional<String> user();

  /** The program that calls. */
  Optional<String> agent();

  /** Names of roles, unmodifiable. */
  Set<String> roles();

  /**
   * Further facts by claim mapping: strings, booleans, numbers, lists and maps of these;
   * unmodifiable.
   */
  Map<String, Object> attributes();

  /** How people recognise the credential: a key's prefix or an issuer; safe to print. */
  String credential();
}
