package dev.gatehouse.server.admin;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.policy.Role;
import dev.gatehouse.core.store.StoreFailed;
import dev.gatehouse.server.http.Answers;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Door;
import dev.gatehouse.server.http.PathParts;
import dev.gatehouse.server.http.Problem;
import dev.gatehouse.server.http.Query;
import dev.gatehouse.transport.ControlPlane;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The admin API under {@code /admin/v1/}. Whoever lacks the role {@value #ROLE} learns nothing, not
 * even which paths exist; devices that report have a role for a few routes. A change is checked,
 * then recorded, then made, then its outcome recorded; what cannot be recorded is not made.
 * Thread-safe; blocks where its desks block.
 */
public final class AdminApi implements ControlPlane {
  /** The role that may use every route. */
  public static final String ROLE = Role.ADMINISTRATOR;

  private static final Set<String> ROLES = Set.of(ROLE);
  private static final Header UNCACHED = new Header("Cache-Control", "no-store");

  private final Door door;
  private final ChangeLog changes;
  private final List<AdminRoute> routes;

  public AdminApi(Door door, ChangeLog changes, Desks desks) {
    this.door = door;
    this.changes = changes;
    this.routes = Routes.of(desks);
  }

  /** Whether a raw path is one of the admin API's. */
  public static boolean takes(String path) {
    return path.equals("/admin") || path.startsWith("/admin/");
  }

  /** All routes, for listing them. */
  List<AdminRoute> routes() {
    return routes;
  }

  @Override
  public Answer answer(Request request) {
    return Answers.with(answerOrProblem(request), UNCACHED);
  }

  private Answer answerOrProblem(Request request) {
    try {
      return routed(request, allowed(request));
    } catch (Declined declined) {
      return Answers.declined(declined);
    } catch (IllegalArgumentException wrong) {
      return Answers.problem(
          Problem.unprocessable(
              Optional.ofNullable(wrong.getMessage()).orElse("the input is wrong"),
              "correct it and send it again"));
    } catch (StoreFailed failed) {
      return Answers.problem(
          new Problem(
              "Store failed",
              503,
              Optional.ofNullable(failed.getMessage()).orElse("the store failed"),
              Optional.empty()));
    }
  }

  /** Whether there is such a route at all is told to administrators only. */
  private Caller allowed(Request request) {
    var caller = door.caller(request);
    if (!caller.roles().contains(ROLE) && !mayUseThis(caller, request)) {
      changes.refused(caller, request.toString());
      throw Door.forbidden(ROLES);
    }
    return caller;
  }

  private boolean mayUseThis(Caller caller, Request request) {
    var path = PathParts.of(request.path()).after("admin", "v1");
    return path.isPresent()
        && routes.stream()
            .filter(route -> route.roles().stream().anyMatch(caller.roles()::contains))
            .filter(route -> route.method().equals(request.method()))
            .anyMatch(route -> route.path().match(path.get()).isPresent());
  }

  private Answer routed(Request request, Caller by) {
    var path = PathParts.of(request.path()).after("admin", "v1").orElseThrow(AdminApi::nothing);
    if (path.parts().isEmpty()) {
      return index(request);
    }
    var here = routes.stream().filter(route -> route.path().match(path).isPresent()).toList();
    if (here.isEmpty()) {
      throw nothing();
    }
    for (var route : here) {
      if (route.method().equals(request.method())) {
        var places = route.path().match(path).orElse(Map.of());
        return run(route, new Ask(by, places, Query.of(request.query()), request.body()));
      }
    }
    return Answers.methodNotAllowed(
        request.method(), here.stream().map(AdminRoute::method).distinct().toList());
  }

  private Answer run(AdminRoute route, Ask ask) {
    return switch (route) {
      case AdminRoute.Reading reading -> reading.find().apply(ask).answer();
      case AdminRoute.Changing changing -> change(changing, ask);
    };
  }

  private Answer change(AdminRoute.Changing route, Ask ask) {
    var deed = route.plan().apply(ask);
    var made =
        changes.making(
            ask.by(), route.action(), deed.subject(), deed.doing(), AdminApi::notRecorded);
    return Answers.with(made.outcome().answer(), new Header("Gatehouse-Record", made.reference()));
  }

  private static Declined notRecorded(RuntimeException why) {
    return new Declined(
        new Problem(
            "Not recorded",
            503,
            "the change could not be recorded, and so was not made: " + why.getMessage(),
            Optional.of("look at the disk of the data directory, then try again")));
  }

  private Answer index(Request request) {
    return request.method().equals("GET")
        ? Answers.json(200, Map.of("routes", routes.stream().map(AdminApi::line).toList()))
        : Answers.methodNotAllowed(request.method(), List.of("GET"));
  }

  private record Line(String method, String path, String summary) {}

  private static Line line(AdminRoute route) {
    return new Line(route.method(), "/admin/v1/" + route.path().text(), route.summary());
  }

  private static Declined nothing() {
    return new Declined(Problem.notFound("the admin API has nothing at this path"));
  }
}
