package dev.gatehouse.server.admin;

import dev.gatehouse.core.policy.GrantStore;
import dev.gatehouse.core.policy.StoredGrant;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Problem;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Grants of the settings file, to look at, and of the store, to change. */
public final class StoredGrantDesk implements GrantDesk {
  private final GrantStore grants;
  private final Supplier<List<GrantView>> declared;
  private final InstantSource clock;

  /**
   * @param declared the grants of the settings file as they are in force
   */
  public StoredGrantDesk(
      GrantStore grants, Supplier<List<GrantView>> declared, InstantSource clock) {
    this.grants = grants;
    this.declared = declared;
    this.clock = clock;
  }

  @Override
  public List<GrantView> all() {
    return Stream.concat(declared.get().stream(), grants.all().stream().map(StoredGrantDesk::view))
        .toList();
  }

  @Override
  public GrantView add(NewGrant wanted, String by) {
    return view(
        grants.add(wanted.role(), primitive(wanted), GrantOrder.glob(wanted), by, clock.instant()));
  }

  @Override
  public void remove(String id) {
    var ofFile = declared.get().stream().filter(grant -> grant.id().equals(id)).findFirst();
    if (ofFile.isPresent()) {
      throw new Declined(
          Problem.conflict(
              "the grant " + id + " is declared in the settings file",
              "remove it there: " + ofFile.get().place().orElse(id)));
    }
    if (!id.matches("[0-9]{1,18}") || !grants.remove(Long.parseLong(id))) {
      throw new Declined(Problem.notFound("there is no such grant; list them to see their ids"));
    }
  }

  private static Primitive primitive(NewGrant wanted) {
    if (wanted.tools().isPresent()) {
      return Primitive.TOOL;
    }
    return wanted.prompts().isPresent() ? Primitive.PROMPT : Primitive.RESOURCE;
  }

  private static GrantView view(StoredGrant grant) {
    return new GrantView(
        Long.toString(grant.id()),
        grant.role(),
        glob(grant, Primitive.TOOL),
        glob(grant, Primitive.PROMPT),
        glob(grant, Primitive.RESOURCE),
        Optional.empty(),
        ServerDesk.Origin.STORE,
        Optional.empty(),
        Optional.of(grant.by()),
        Optional.of(grant.at()));
  }

  private static Optional<String> glob(StoredGrant grant, Primitive primitive) {
    return grant.primitive() == primitive ? Optional.of(grant.glob()) : Optional.empty();
  }
}
