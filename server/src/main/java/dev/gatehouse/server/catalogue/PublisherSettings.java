package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.kind.Doc;
import java.util.List;
import java.util.regex.Pattern;

/** What the settings say of one role under {@code registry.publishers}. */
@Doc("A role that may publish to the registry.")
public record PublisherSettings(
    @Doc(value = "The role.", example = "crm-team") String role,
    @Doc(
            value =
                "What its holders may publish under: whole names, or NAMESPACE/* for all of one.",
            example = "com.example/*")
        List<String> names) {
  private static final Pattern NAMES =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,126}/(?:\\*|[A-Za-z0-9._-]{1,128})");

  /**
   * @throws IllegalArgumentException when a name is neither whole nor all of a namespace
   */
  public PublisherSettings {
    names = List.copyOf(names);
    for (var name : names) {
      if (!NAMES.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "names are NAMESPACE/NAME or NAMESPACE/*, for example com.example/*; "
                + name
                + " is neither");
      }
    }
  }
}
