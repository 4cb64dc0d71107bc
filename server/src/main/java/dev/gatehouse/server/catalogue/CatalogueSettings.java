package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.kind.Default;
import dev.gatehouse.core.kind.Doc;
import java.util.List;
import java.util.regex.Pattern;

/** What the settings say of one catalogue under {@code registry.catalogues}. */
@Doc(
    "A part of the registry under a name of its own, at /registry/NAME/v0.1. To those who may not"
        + " read it, it is not there.")
public record CatalogueSettings(
    @Doc(
            "Who may read it: everybody, or callers, who then see only servers of which they may use"
                + " something.")
        @Default("callers")
        RegistrySettings.Readers readers,
    @Doc(value = "With readers: callers, only those with one of these roles.", example = "crm-team")
        List<String> roles,
    @Doc(
            value =
                "What it shows, by registry names; a * at the end stands for all that begin so."
                    + " Everything that is approved, when it is left out.",
            example = "[\"com.example/*\", com.acme/crm]")
        List<String> include,
    @Doc(value = "What it leaves out of that, written alike.", example = "\"com.example/hr-*\"")
        List<String> exclude,
    @Doc(
            value =
                "Only what came from these: gateway for the gateway's own servers, own for what was"
                    + " published here, or the source of an import. Wherever from, when it is left"
                    + " out.",
            example = "[gateway, own]")
        List<String> sources) {
  private static final int MOST = 1_000;
  private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9._/-]{0,200}\\*?");

  /**
   * @throws IllegalArgumentException when a pattern is not of its shape, or roles stand beside
   *     everybody
   */
  public CatalogueSettings {
    roles = bounded("roles", roles);
    include = patterns("include", include);
    exclude = patterns("exclude", exclude);
    sources = bounded("sources", sources);
    if (!roles.isEmpty() && readers == RegistrySettings.Readers.EVERYBODY) {
      throw new IllegalArgumentException(
          "everybody has no roles: write readers: callers, or leave roles out");
    }
  }

  private static List<String> bounded(String key, List<String> texts) {
    if (texts.size() > MOST) {
      throw new IllegalArgumentException(key + " has more than " + MOST + " entries");
    }
    return List.copyOf(texts);
  }

  private static List<String> patterns(String key, List<String> patterns) {
    for (var pattern : patterns) {
      if (pattern.isEmpty() || !PATTERN.matcher(pattern).matches()) {
        throw new IllegalArgumentException(
            key
                + " has names of the registry, with a * at the end or none, for example"
                + " com.example/*; \""
                + pattern
                + "\" is neither");
      }
    }
    return bounded(key, patterns);
  }

  /** Everything, for these readers. */
  static CatalogueSettings ofAll(RegistrySettings.Readers readers) {
    return new CatalogueSettings(readers, List.of(), List.of(), List.of(), List.of());
  }
}
