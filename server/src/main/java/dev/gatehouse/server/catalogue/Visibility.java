package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.registry.ServerName;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which servers a reader of the registry sees. What it does not see is not there for it. */
@FunctionalInterface
public interface Visibility {
  /**
   * Those that the bearer of this sees. Never throws for a bad credential: that one sees nothing.
   *
   * @param authorization the {@code Authorization} header, null when there is none
   */
  Predicate<ServerName> of(@Nullable String authorization);

  /** All approved servers, whoever asks. */
  static Visibility ofEverybody() {
    return _ -> _ -> true;
  }
}
