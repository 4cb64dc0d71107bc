package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.registry.ServerName;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a reader of the registry sees. What it does not see is not there for it. */
@FunctionalInterface
public interface Visibility {
  /**
   * What one reader sees.
   *
   * @param servers which of the servers that the gateway reaches
   * @param versions whether the approved versions of what was published or imported
   */
  record Sight(Predicate<ServerName> servers, boolean versions) {
    /** Everything that is approved. */
    public static final Sight OF_ALL = new Sight(_ -> true, true);

    /** Nothing. */
    public static final Sight OF_NOTHING = new Sight(_ -> false, false);

    /** Whether there is nothing for this reader, and never could be. */
    boolean isOfNothing() {
      return equals(OF_NOTHING);
    }
  }

  /**
   * What the bearer of this sees. Never throws for a bad credential: that one sees nothing.
   *
   * @param authorization the {@code Authorization} header, null when there is none
   */
  Sight of(@Nullable String authorization);

  /** Everything that is approved, whoever asks. */
  static Visibility ofEverybody() {
    return _ -> Sight.OF_ALL;
  }
}
