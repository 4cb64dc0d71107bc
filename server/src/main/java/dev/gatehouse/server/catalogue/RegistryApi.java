package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.server.http.Answers;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.EntityTag;
import dev.gatehouse.server.http.PathParts;
import dev.gatehouse.server.http.PathTemplate;
import dev.gatehouse.server.http.Problem;
import dev.gatehouse.server.http.Query;
import dev.gatehouse.transport.ControlPlane;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The read API of the registry, version 0.1, over the catalogue of the gateway. Served under {@code
 * /v0.1} and {@code /v0}, and the list also at {@code /servers}, which some clients ask for. What a
 * reader must not see is answered like what does not exist. Thread-safe, and never blocks.
 *
 * @see <a
 *     href="https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/api/openapi.yaml">the
 *     contract</a>
 */
public final class RegistryApi implements ControlPlane {
  private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS");
  private static final Header[] CORS = {
    new Header("Access-Control-Allow-Origin", "*"),
    new Header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"),
    new Header("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match"),
    new Header("Access-Control-Expose-Headers", "ETag"),
    new Header("Access-Control-Max-Age", "86400"),
    new Header("Cache-Control", "no-cache"),
    new Header("Vary", "Authorization")
  };

  private final Supplier<? extends Collection<Server>> catalogue;
  private final Function<ServerName, Optional<String>> descriptions;
  private final Visibility visibility;
  private final Namespace namespace;
  private final URI publicUrl;
  private final List<Place> places =
      List.of(
          new Place(new PathTemplate("servers"), this::list),
          new Place(new PathTemplate("servers/{name}/versions"), this::versions),
          new Place(new PathTemplate("servers/{name}/versions/{version}"), this::version),
          // A proxy on the way may have decoded the slash in the name.
          new Place(new PathTemplate("servers/{space}/{name}/versions"), this::versions),
          new Place(new PathTemplate("servers/{space}/{name}/versions/{version}"), this::version));

  /**
   * @param catalogue the servers as they are now
   * @param descriptions what to say of a server, where somebody said something
   * @param visibility which of them a reader sees
   * @param publicUrl under which clients reach this gateway
   */
  public RegistryApi(
      Supplier<? extends Collection<Server>> catalogue,
      Function<ServerName, Optional<String>> descriptions,
      Visibility visibility,
      RegistrySettings settings,
      URI publicUrl) {
    this.catalogue = catalogue;
    this.descriptions = descriptions;
    this.visibility = visibility;
    this.namespace = Namespace.of(settings, publicUrl);
    this.publicUrl = publicUrl;
  }

  /** Whether a raw path is one of the registry's. */
  public static boolean takes(String path) {
    return path.matches("/+v0(\\.1)?(/.*)?") || path.matches("/+servers/*");
  }

  @Override
  public Answer answer(Request request) {
    return Answers.with(answerOrProblem(request), CORS);
  }

  private Answer answerOrProblem(Request request) {
    try {
      return switch (request.method()) {
        case "OPTIONS" -> Answers.with(Answers.empty(204), new Header("Allow", allowed()));
        case "GET" -> EntityTag.tagged(found(request), request.ifNoneMatch());
        case "HEAD" -> withoutBody(EntityTag.tagged(found(request), request.ifNoneMatch()));
        default -> Answers.methodNotAllowed(request.method(), METHODS);
      };
    } catch (Declined declined) {
      return Answers.declined(declined);
    }
  }

  private Answer found(Request request) {
    var whole = PathParts.of(request.path());
    var path = whole.after("v0.1").or(() -> whole.after("v0")).orElse(whole);
    for (var place : places) {
      var filled = place.template().match(path);
      if (filled.isPresent()) {
        var seen = visibility.of(request.authorization());
        return place.endpoint().answer(filled.get(), Query.of(request.query()), seen);
      }
    }
    throw new Declined(Problem.notFound("the registry has nothing at " + path));
  }

  private Answer list(Map<String, String> path, Query query, Predicate<ServerName> seen) {
    var page = shelf().page(Search.of(query), seen);
    return Answers.json(200, Shown.list(page.entries(), page.next().map(Search::cursor)));
  }

  private Answer versions(Map<String, String> path, Query query, Predicate<ServerName> seen) {
    return Answers.json(200, Shown.list(List.of(named(path, seen)), Optional.empty()));
  }

  private Answer version(Map<String, String> path, Query query, Predicate<ServerName> seen) {
    var entry = named(path, seen);
    var wanted = path.get("version");
    if (!"latest".equals(wanted) && !Entry.VERSION.equals(wanted)) {
      throw new Declined(Problem.notFound("Server not found"));
    }
    return Answers.json(200, Shown.item(entry));
  }

  private Entry named(Map<String, String> path, Predicate<ServerName> seen) {
    var space = path.get("space");
    var name = (space == null ? "" : space + "/") + path.get("name");
    return shelf()
        .named(name, seen)
        .orElseThrow(() -> new Declined(Problem.notFound("Server not found")));
  }

  private Shelf shelf() {
    return Shelf.of(catalogue.get(), namespace, publicUrl, descriptions);
  }

  private static String allowed() {
    return String.join(", ", METHODS);
  }

  private static Answer withoutBody(Answer answer) {
    return new Answer(answer.status(), answer.contentType(), new byte[0], answer.headers());
  }

  private record Place(PathTemplate template, Endpoint endpoint) {}

  /** One of the things that the API answers. */
  private interface Endpoint {
    Answer answer(Map<String, String> path, Query query, Predicate<ServerName> seen);
  }
}
