package dev.gatehouse.server;

import dev.gatehouse.core.policy.Role;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.server.admin.AdminApi;
import dev.gatehouse.server.admin.JournalChangeLog;
import dev.gatehouse.server.catalogue.Catalogues;
import dev.gatehouse.server.catalogue.Publishing;
import dev.gatehouse.server.catalogue.RegistryApi;
import dev.gatehouse.server.catalogue.RegistrySettings;
import dev.gatehouse.server.catalogue.Visibility;
import dev.gatehouse.server.exports.ExportApi;
import dev.gatehouse.server.health.HealthApi;
import dev.gatehouse.server.http.Answers;
import dev.gatehouse.server.http.Door;
import dev.gatehouse.server.http.Problem;
import dev.gatehouse.transport.ControlPlane;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that the listener serves beside MCP, by path; what is not listed is not there. */
final class ControlRoutes implements ControlPlane {
  private static final String METADATA = "/.well-known/oauth-protected-resource";

  private final House house;
  private final HealthApi health;
  private final AdminApi admin;
  private final Presence presence;
  private final Door door;

  ControlRoutes(House house, AdminWiring wiring, Presence presence) {
    this.house = house;
    this.presence = presence;
    this.door =
        new Door(
            authorization -> house.authentication().authenticate(authorization, Waiting.ALLOWED));
    this.health =
        new HealthApi(
            List.of(new HealthApi.Part("audit", () -> house.journal().trouble().isEmpty())),
            house.telemetry(),
            door);
    this.admin = wiring.api(door);
  }

  @Override
  public Answer answer(Request request) {
    var path = request.path();
    if (HealthApi.takes(path)) {
      return health.answer(request);
    }
    if (AdminApi.takes(path)) {
      return admin.answer(request);
    }
    if (Presence.takes(path)) {
      return presence.answer(request);
    }
    if (path.startsWith(METADATA)) {
      return metadata(request);
    }
    if (RegistryApi.takes(path)) {
      return registry().answer(request);
    }
    if (ExportApi.takes(path)) {
      return new ExportApi(catalogues(), needsKey()).answer(request);
    }
    return Answers.problem(Problem.notFound("there is nothing at this path"));
  }

  /** Clients can get a token where an issuer says so; else there is nothing but keys. */
  private boolean needsKey() {
    return house.settings().identity().issuers().isEmpty();
  }

  /** Pages of any origin may look into the registry: it takes no cookies, and has its own CORS. */
  @Override
  public boolean isPublic(String path) {
    return RegistryApi.takes(path) || ExportApi.takes(path);
  }

  /** What clients read to learn where tokens for a route come from. */
  private Answer metadata(Request request) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      return Answers.methodNotAllowed(request.method(), List.of("GET", "HEAD"));
    }
    var route = request.path().substring(METADATA.length());
    if (!route.matches("/mcp(/t)?(/[A-Za-z0-9_-]{1,64})?")) {
      return Answers.problem(Problem.notFound("no MCP route has this metadata"));
    }
    var resource = URI.create(house.publicUrl() + route);
    return new Answer(
        200, "application/json", house.authentication().metadata(resource), List.of());
  }

  private RegistryApi registry() {
    var settings = house.settings().registry();
    return new RegistryApi(
        catalogues(),
        new Publishing(house.artifacts(), door, new JournalChangeLog(house.journal()), settings),
        house.sealer());
  }

  private Catalogues catalogues() {
    return new Catalogues(
        () -> house.decisions().get().catalogue().reachable(),
        _ -> Optional.empty(),
        house.artifacts().kept(),
        this::readers,
        house.settings().registry(),
        house.publicUrl());
  }

  private Visibility readers(RegistrySettings.Readers readers, Set<String> roles) {
    return switch (readers) {
      case EVERYBODY -> Visibility.ofEverybody();
      case CALLERS -> authorization -> sight(authorization, roles);
    };
  }

  /**
   * Each caller sees the servers of which it may use something, and administrators, who approve
   * them, all; a bad credential sees none.
   */
  private Visibility.Sight sight(@Nullable String authorization, Set<String> roles) {
    try {
      var caller = house.authentication().authenticate(authorization, Waiting.ALLOWED);
      if (caller.roles().contains(Role.ADMINISTRATOR)) {
        return Visibility.Sight.OF_ALL;
      }
      return roles.isEmpty() || roles.stream().anyMatch(caller.roles()::contains)
          ? new Visibility.Sight(
              name -> house.decisions().get().policy().mayReach(caller, name), true)
          : Visibility.Sight.OF_NOTHING;
    } catch (Refused refused) {
      return Visibility.Sight.OF_NOTHING;
    }
  }
}
