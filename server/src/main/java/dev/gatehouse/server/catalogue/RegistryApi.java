package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.sealing.Sealer;
import dev.gatehouse.core.store.StoreFailed;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The API of the registry, version 0.1: over the servers that the gateway reaches, and over the
 * approved versions of what was published or imported. Served under {@code /v0.1} and {@code /v0},
 * and the list also at {@code /servers}, which some clients ask for. What a reader must not see is
 * answered like what does not exist. Thread-safe; blocks where the store does.
 *
 * @see <a
 *     href="https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/api/openapi.yaml">the
 *     contract</a>
 */
public final class RegistryApi implements ControlPlane {
  private static final String SERVER = "servers/{name}";

  /** A proxy on the way may have decoded the slash in the name. */
  private static final String SPLIT = "servers/{space}/{name}";

  private static final Header[] CORS = {
    new Header("Access-Control-Allow-Origin", "*"),
    new Header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE"),
    new Header("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match"),
    new Header("Access-Control-Expose-Headers", "ETag"),
    new Header("Access-Control-Max-Age", "86400"),
    new Header("Cache-Control", "no-cache"),
    new Header("Vary", "Authorization")
  };

  private final Supplier<? extends Collection<Server>> catalogue;
  private final Function<ServerName, Optional<String>> descriptions;
  private final Visibility visibility;
  private final Publishing publishing;
  private final Sealer sealer;
  private final Namespace namespace;
  private final URI publicUrl;
  private final List<Place> places;

  /**
   * @param catalogue the servers as they are now
   * @param descriptions what to say of a server, where somebody said something
   * @param visibility what a reader sees
   * @param publishing what publishers do, and where versions are kept
   * @param sealer makes cursors
   * @param publicUrl under which clients reach this gateway
   */
  public RegistryApi(
      Supplier<? extends Collection<Server>> catalogue,
      Function<ServerName, Optional<String>> descriptions,
      Visibility visibility,
      Publishing publishing,
      Sealer sealer,
      RegistrySettings settings,
      URI publicUrl) {
    this.catalogue = catalogue;
    this.descriptions = descriptions;
    this.visibility = visibility;
    this.publishing = publishing;
    this.sealer = sealer;
    this.namespace = Namespace.of(settings, publicUrl);
    this.publicUrl = publicUrl;
    this.places =
        Stream.of(
                Stream.of(
                    new Place("GET", "servers", this::list),
                    new Place("POST", "publish", publishing::publish),
                    new Place("POST", "validate", publishing::validate)),
                named(SERVER),
                named(SPLIT))
            .flatMap(some -> some)
            .toList();
  }

  private Stream<Place> named(String server) {
    return Stream.of(
        new Place("GET", server + "/versions", this::versions),
        new Place("GET", server + "/versions/{version}", this::version),
        new Place("PUT", server + "/versions/{version}", publishing::edit),
        new Place("PATCH", server + "/versions/{version}/status", publishing::say),
        new Place("PATCH", server + "/status", publishing::sayOfAll),
        new Place("DELETE", server + "/versions/{version}", publishing::delete));
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
      var path = path(request);
      var here = places.stream().filter(place -> place.template().match(path).isPresent()).toList();
      if (request.method().equals("OPTIONS")) {
        return Answers.with(Answers.empty(204), new Header("Allow", allowed(here)));
      }
      if (here.isEmpty()) {
        throw new Declined(Problem.notFound("the registry has nothing at " + path));
      }
      var isHead = request.method().equals("HEAD");
      var method = isHead ? "GET" : request.method();
      for (var place : here) {
        if (place.method().equals(method)) {
          var filled = place.template().match(path).orElse(Map.of());
          var answer = place.endpoint().answer(new Asked(request, filled));
          var tagged =
              method.equals("GET") ? EntityTag.tagged(answer, request.ifNoneMatch()) : answer;
          return isHead ? withoutBody(tagged) : tagged;
        }
      }
      return Answers.methodNotAllowed(request.method(), List.copyOf(methods(here)));
    } catch (Declined declined) {
      return Answers.declined(declined);
    } catch (StoreFailed failed) {
      return Answers.problem(
          new Problem(
              "Store failed",
              503,
              "the registry cannot read or write what it keeps",
              Optional.of("try again in a moment; the gateway's log has the cause")));
    }
  }

  private static PathParts path(Request request) {
    var whole = PathParts.of(request.path());
    return whole.after("v0.1").or(() -> whole.after("v0")).orElse(whole);
  }

  private Answer list(Asked asked) {
    var page = shelf(asked).page(Search.of(asked.query(), sealer));
    return Answers.json(
        200, Shown.list(page.versions(), page.next().map(next -> next.cursor(sealer))));
  }

  private Answer versions(Asked asked) {
    var versions = shelf(asked).versions(asked.name(), asked.wantsDeleted());
    if (versions.isEmpty()) {
      throw absent();
    }
    return Answers.json(200, Shown.list(versions, Optional.empty()));
  }

  private Answer version(Asked asked) {
    return Answers.json(
        200,
        Shown.item(
            shelf(asked)
                .version(asked.name(), asked.version(), asked.wantsDeleted())
                .orElseThrow(RegistryApi::absent)));
  }

  /** What a reader hears of what does not exist, and of what it must not see. */
  static Declined absent() {
    return new Declined(Problem.notFound("Server not found"));
  }

  private Shelf shelf(Asked asked) {
    var sight = visibility.of(asked.request().authorization());
    var reached =
        catalogue.get().stream()
            .filter(server -> sight.servers().test(server.name()))
            .flatMap(server ->
                Entry.of(server, namespace, publicUrl, descriptions.apply(server.name())).stream())
            .toList();
    return new Shelf(reached, sight.versions() ? Optional.of(publishing.kept()) : Optional.empty());
  }

  private static Set<String> methods(List<Place> here) {
    var methods = new LinkedHashSet<String>();
    here.forEach(place -> {
      methods.add(place.method());
      if (place.method().equals("GET")) {
        methods.add("HEAD");
      }
    });
    methods.add("OPTIONS");
    return methods;
  }

  private static String allowed(List<Place> here) {
    return String.join(", ", methods(here));
  }

  private static Answer withoutBody(Answer answer) {
    return new Answer(answer.status(), answer.contentType(), new byte[0], answer.headers());
  }

  private record Place(String method, PathTemplate template, Endpoint endpoint) {
    Place(String method, String path, Endpoint endpoint) {
      this(method, new PathTemplate(path), endpoint);
    }
  }

  /** One of the things that the API answers. */
  interface Endpoint {
    Answer answer(Asked asked);
  }

  /**
   * What is asked at one of the places.
   *
   * @param path what stands at the places of the path
   */
  record Asked(Request request, Map<String, String> path) {
    /** The whole name of a server. */
    String name() {
      var space = path.get("space");
      return (space == null ? "" : space + "/") + path.get("name");
    }

    String version() {
      return path.getOrDefault("version", "latest");
    }

    Query query() {
      return Query.of(request.query());
    }

    boolean wantsDeleted() {
      return query().value("include_deleted").filter("true"::equals).isPresent();
    }
  }
}
