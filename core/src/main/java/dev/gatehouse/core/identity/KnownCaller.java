package dev.gatehouse.core.identity;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The one kind of caller there is. */
record KnownCaller(
    String id,
    Optional<String> user,
    Optional<String> agent,
    Set<String> roles,
    Map<String, Object> attributes,
    String credential)
    implements Caller {
  KnownCaller {
    roles = Set.copyOf(roles);
    attributes = Map.copyOf(attributes);
  }
}
