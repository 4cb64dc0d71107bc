package dev.gatehouse.core.policy;

import dev.gatehouse.core.registry.Primitive;
import java.time.Instant;
import java.util.List;

/**
 * The grants that were given through the API. Thread-safe; blocks on I/O, so it is never used on an
 * event loop. What a call has changed is durable when it returns. Every method throws an unchecked
 * exception that names the cause when the store cannot be used.
 */
public interface GrantStore {
  /**
   * Gives a grant; when the role already has the same one, that one stays and is returned.
   *
   * @throws IllegalArgumentException when a part is not of the shape that {@link StoredGrant} asks
   */
  StoredGrant add(String role, Primitive primitive, String glob, String by, Instant at);

  /**
   * Takes a grant back.
   *
   * @return false when there is none of this id
   */
  boolean remove(long id);

  /** All of them, in the order in which they were given. */
  List<StoredGrant> all();
}
