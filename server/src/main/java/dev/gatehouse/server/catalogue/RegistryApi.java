package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.sealing.Sealer;
import dev.gatehouse.core.store.StoreFailed;
import dev.gatehouse.server.http.Answers;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Delivery;
import dev.gatehouse.server.http.PathParts;
import dev.gatehouse.server.http.PathTemplate;
import dev.gatehouse.server.http.Problem;
import dev.gatehouse.server.http.Query;
import dev.gatehouse.transport.ControlPlane;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The API of the registry, version 0.1: over the servers that the gateway reaches, and over the
 * approved versions of what was published or imported. Served under {@code /v0.1} and {@code /v0},
 * and the list also at {@code /servers}, which some clients ask for; each catalogue of the settings
 * the same behind {@code /registry/NAME}. What a reader must not see is answered like what does not
 * exist. Thread-safe; blocks where the store does.
 *
 * @see <a
 *     href="https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/api/openapi.yaml">the
 *     contract</a>
 */
public final class RegistryApi implements ControlPlane {
  private static final String SERVER = "servers/{name}";

  /** A proxy on the way may have decoded the slash in the name. */
  private static final String SPLIT = "servers/{space}/{name}";

  private static final Pattern TAKEN =
      Pattern.compile("(?:/+registry/+[^/]+)?(?:/+v0(?:\\.1)?(?:/.*)?|/+servers/*)");

  private static final List<String> METHODS =
      List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

  private final Catalogues catalogues;
  private final Publishing publishing;
  private final Sealer sealer;
  private final List<Place> places;
  private final List<Place> placesToRead;

  /**
   * @param catalogues what readers see
   * @param publishing what publishers do
   * @param sealer makes cursors
   */
  public RegistryApi(Catalogues catalogues, Publishing publishing, Sealer sealer) {
    this.catalogues = catalogues;
    this.publishing = publishing;
    this.sealer = sealer;
    this.placesToRead = placesToRead();
    this.places =
        Stream.of(placesToRead.stream(), placesToWrite(), written(SERVER), written(SPLIT))
            .flatMap(some -> some)
            .toList();
  }

  /** What every catalogue has. */
  private List<Place> placesToRead() {
    return Stream.concat(
            Stream.of(
                new Place("GET", "servers", this::list),
                new Place("GET", "health", asked -> said(asked, Map.of("status", "ok"))),
                new Place("GET", "ping", asked -> said(asked, Map.of("pong", true)))),
            Stream.of(SERVER, SPLIT)
                .flatMap(server ->
                    Stream.of(
                        new Place("GET", server + "/versions", this::versions),
                        new Place("GET", server + "/versions/{version}", this::version))))
        .toList();
  }

  /** What is published is published for all catalogues, and so in the default one only. */
  private Stream<Place> placesToWrite() {
    return Stream.of(
        new Place("POST", "publish", publishing::publish),
        new Place("POST", "validate", publishing::validate));
  }

  private Stream<Place> written(String server) {
    return Stream.of(
        new Place("PUT", server + "/versions/{version}", publishing::edit),
        new Place("PATCH", server + "/versions/{version}/status", publishing::say),
        new Place("PATCH", server + "/status", publishing::sayOfAll),
        new Place("DELETE", server + "/versions/{version}", publishing::delete));
  }

  /** Whether a raw path is one of the registry's. */
  public static boolean takes(String path) {
    return TAKEN.matcher(path).matches();
  }

  @Override
  public Answer answer(Request request) {
    return Answers.forAnyOrigin(
        answerOrProblem(request), METHODS, new Header("Cache-Control", "no-cache"));
  }

  private Answer answerOrProblem(Request request) {
    try {
      var where = Where.of(request);
      var path = where.path();
      var here =
          (where.isDefault() ? places : placesToRead)
              .stream().filter(place -> place.template().match(path).isPresent()).toList();
      if (request.method().equals("OPTIONS")) {
        return Answers.with(Answers.empty(204), new Header("Allow", allowed(here)));
      }
      if (here.isEmpty()) {
        throw nothing();
      }
      var method = request.method().equals("HEAD") ? "GET" : request.method();
      for (var place : here) {
        if (place.method().equals(method)) {
          var filled = place.template().match(path).orElse(Map.of());
          var asked = new Asked(request, where.catalogue(), filled);
          var answer = place.endpoint().answer(asked);
          return method.equals("GET") ? Delivery.of(answer, request) : answer;
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

  /** The same whether there is no such catalogue, no such place, or none for this reader. */
  private static Declined nothing() {
    return new Declined(Problem.notFound("the registry has nothing at this path"));
  }

  private Answer said(Asked asked, Map<String, Object> words) {
    var _ = shelf(asked);
    return Answers.json(200, words);
  }

  private Shelf shelf(Asked asked) {
    return catalogues
        .open(asked.catalogue(), asked.request().authorization())
        .orElseThrow(RegistryApi::nothing);
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

  /**
   * Which catalogue is asked, and for what.
   *
   * @param path below the version
   */
  private record Where(String catalogue, PathParts path) {
    static Where of(Request request) {
      var whole = PathParts.of(request.path());
      var parts = whole.parts();
      if (parts.size() > 2 && parts.getFirst().equals("registry")) {
        return new Where(parts.get(1), unversioned(new PathParts(parts.subList(2, parts.size()))));
      }
      return new Where(Catalogues.DEFAULT, unversioned(whole));
    }

    private static PathParts unversioned(PathParts path) {
      return path.after("v0.1").or(() -> path.after("v0")).orElse(path);
    }

    boolean isDefault() {
      return catalogue.equals(Catalogues.DEFAULT);
    }
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
   * @param catalogue by its name
   * @param path what stands at the places of the path
   */
  record Asked(Request request, String catalogue, Map<String, String> path) {
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
