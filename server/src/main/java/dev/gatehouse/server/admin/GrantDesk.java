package dev.gatehouse.server.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where grants are looked at, given and taken back. */
public interface GrantDesk {
  /** All grants, of the settings file and of the store. */
  List<GrantView> all();

  /** Gives a grant; the one that is there already, when it is. */
  GrantView add(NewGrant wanted, String by);

  /** Takes a grant of the store back, by its id. */
  void remove(String id);

  /** What to give: exactly one of the three, as {@code server/name} with {@code *}. */
  record NewGrant(
      String role, Optional<String> tools, Optional<String> prompts, Optional<String> resources) {
    /**
     * @throws IllegalArgumentException when it is not exactly one
     */
    public NewGrant {
      var given =
          (int) List.of(tools, prompts, resources).stream().filter(Optional::isPresent).count();
      if (given != 1) {
        throw new IllegalArgumentException(
            "a grant names exactly one of tools, prompts and resources, for example"
                + " {\"role\":\"coder\",\"tools\":\"files/read_*\"}");
      }
    }
  }

  /**
   * A grant as an administrator sees it.
   *
   * @param id a number for one of the store, its path for one of the settings file
   * @param condition of a grant of the file, when it has one
   * @param place file and line, for one of the settings file
   */
  record GrantView(
      String id,
      String role,
      Optional<String> tools,
      Optional<String> prompts,
      Optional<String> resources,
      Optional<String> condition,
      ServerDesk.Origin origin,
      Optional<String> place,
      Optional<String> by,
      Optional<Instant> at) {}
}
