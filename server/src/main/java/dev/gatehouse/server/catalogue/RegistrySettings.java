package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.kind.Default;
import dev.gatehouse.core.kind.Doc;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the settings say under {@code registry}. */
@Doc("The registry API, where clients look up the servers that they may connect to.")
public record RegistrySettings(
    @Doc(
            value =
                "What stands before the slash in the names of servers: a domain read backwards."
                    + " Without it, the host of the public URL read backwards, or local.gatehouse.",
            example = "com.example.mcp")
        Optional<String> namespace,
    @Doc(
            "Who may read it: everybody, since most clients show no credential to a registry, or"
                + " callers, who then see only servers of which they may use something.")
        @Default("everybody")
        Readers readers,
    @Doc(
            "Who may publish. Nobody, when it is left out. What is published is seen when somebody"
                + " has approved it.")
        List<PublisherSettings> publishers,
    @Doc(
            value =
                "Catalogues beside the default one, by name: 1 to 32 of a-z, 0-9 and -; at most 100."
                    + " Each is a part of what is approved, with readers of its own.",
            example = "crm: { include: [\"com.example/*\"], roles: [crm-team] }")
        Map<CatalogueName, CatalogueSettings> catalogues) {
  /** Who may read the registry. */
  public enum Readers {
    /** Anybody who can reach the gateway sees all approved servers. */
    EVERYBODY,
    /** Each caller sees what it may use; without a credential, nothing is there. */
    CALLERS
  }

  private static final Pattern NAMESPACE =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9.-]{0,126}[A-Za-z0-9])");

  private static final int MOST_CATALOGUES = 100;

  /**
   * @throws IllegalArgumentException when the namespace is not of the shape of a domain, or there
   *     are too many catalogues
   */
  public RegistrySettings {
    publishers = List.copyOf(publishers);
    catalogues = Collections.unmodifiableMap(new LinkedHashMap<>(catalogues));
    if (catalogues.size() > MOST_CATALOGUES) {
      throw new IllegalArgumentException(
          "catalogues has more than " + MOST_CATALOGUES + " entries");
    }
    namespace.ifPresent(text -> {
      if (!NAMESPACE.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "namespace is a domain read backwards, 2 to 128 of letters, digits, . and -, for"
                + " example com.example.mcp");
      }
    });
  }
}
