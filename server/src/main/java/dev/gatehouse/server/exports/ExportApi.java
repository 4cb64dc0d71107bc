package dev.gatehouse.server.exports;

import dev.gatehouse.core.store.StoreFailed;
import dev.gatehouse.server.catalogue.Catalogues;
import dev.gatehouse.server.catalogue.Shelf;
import dev.gatehouse.server.http.Answers;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Delivery;
import dev.gatehouse.server.http.Json;
import dev.gatehouse.server.http.PathParts;
import dev.gatehouse.server.http.Problem;
import dev.gatehouse.transport.ControlPlane;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves exports: files under {@code /export/CATALOGUE/}, cards of servers there and at {@code
 * /mcp/SERVER/server-card}, and what is looked for under {@code /.well-known/}. Only reading, for
 * pages of any origin. Thread-safe; blocks where the store does.
 */
public final class ExportApi implements ControlPlane {
  private static final int MOST_SERVERS = 5_000;
  private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS");
  private static final Pattern TAKEN =
      Pattern.compile(
          "/export(?:/.*)?|/mcp/[^/]+/server-card|/\\.well-known/(?:ai-catalog\\.json|mcp\\.json|mcp/server-card\\.json)");
  private static final List<Export> FILES =
      Stream.of(
              Stream.of(AllowList.values()),
              Stream.of(InstallLinks.values()),
              Stream.of(
                  new KiroFile(),
                  new ManagedMcp(),
                  new Marketplace(),
                  new AiCatalog(),
                  new NameList()))
          .flatMap(some -> some)
          .map(Export.class::cast)
          .toList();
  private static final Set<List<String>> CARDS_OF_THE_GATEWAY =
      Set.of(List.of(".well-known", "mcp", "server-card.json"), List.of(".well-known", "mcp.json"));

  private final Catalogues catalogues;
  private final boolean needsKey;

  /**
   * @param catalogues what readers see
   * @param needsKey whether clients have nothing but a key to show, so that files say where it goes
   */
  public ExportApi(Catalogues catalogues, boolean needsKey) {
    this.catalogues = catalogues;
    this.needsKey = needsKey;
  }

  /** Whether a raw path is that of an export. */
  public static boolean takes(String path) {
    return TAKEN.matcher(path).matches();
  }

  /** The names of all files. */
  static Set<String> files() {
    return FILES.stream().map(Export::file).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Answer answer(Request request) {
    return Answers.forAnyOrigin(answerOrProblem(request), METHODS);
  }

  private Answer answerOrProblem(Request request) {
    if (request.method().equals("OPTIONS")) {
      return Answers.with(Answers.empty(204), new Header("Allow", String.join(", ", METHODS)));
    }
    if (!METHODS.contains(request.method())) {
      return Answers.methodNotAllowed(request.method(), METHODS);
    }
    try {
      return read(request, PathParts.of(request.path()).parts());
    } catch (Declined declined) {
      return Answers.declined(declined);
    } catch (StoreFailed failed) {
      return Answers.problem(
          new Problem(
              "Store failed",
              503,
              "the registry cannot read what it keeps",
              Optional.of("try again in a moment; the gateway's log has the cause")));
    }
  }

  private Answer read(Request request, List<String> path) {
    if (CARDS_OF_THE_GATEWAY.contains(path)) {
      return gatewayCard(request);
    }
    if (path.equals(List.of(".well-known", "ai-catalog.json"))) {
      return file(request, Catalogues.DEFAULT, "ai-catalog.json");
    }
    if (path.size() == 3 && path.getFirst().equals("mcp")) {
      return ownCard(request, path.get(1));
    }
    if (path.size() == 3) {
      return file(request, path.get(1), path.get(2));
    }
    if (path.size() == 4 && path.get(2).equals("cards") && path.get(3).endsWith(".json")) {
      var slug = path.get(3).substring(0, path.get(3).length() - ".json".length());
      return card(request, path.get(1), slug);
    }
    throw nothing();
  }

  private Answer file(Request request, String catalogue, String name) {
    var export =
        FILES.stream()
            .filter(one -> one.file().equals(name))
            .findFirst()
            .orElseThrow(ExportApi::nothing);
    var stock = stock(catalogue, request.authorization());
    return sent(request, catalogue, export.mediaType(), export.of(stock));
  }

  private Answer card(Request request, String catalogue, String slug) {
    var card =
        stock(catalogue, request.authorization()).offers().stream()
            .filter(offer -> offer.slug().equals(slug) && ServerCards.has(offer))
            .findFirst()
            .map(ServerCards::card)
            .orElseThrow(ExportApi::nothing);
    return sent(request, catalogue, ServerCards.MEDIA_TYPE, card);
  }

  /** The card at the address of a server that the gateway reaches. */
  private Answer ownCard(Request request, String server) {
    var version =
        shelf(Catalogues.DEFAULT, request.authorization())
            .latest(catalogues.ownName(server))
            .map(one -> Offer.of(one, needsKey))
            .filter(Offer::isOwn)
            .orElseThrow(ExportApi::nothing);
    return sent(request, Catalogues.DEFAULT, ServerCards.MEDIA_TYPE, ServerCards.card(version));
  }

  /** Not there for a reader for whom nothing is; its name is one that no server can have. */
  private Answer gatewayCard(Request request) {
    if (!shelf(Catalogues.DEFAULT, request.authorization()).isReached()) {
      throw nothing();
    }
    return sent(
        request,
        Catalogues.DEFAULT,
        ServerCards.MEDIA_TYPE,
        ServerCards.ofGateway(catalogues.ownName("gatehouse.gateway"), catalogues.gateway()));
  }

  private Stock stock(String catalogue, @Nullable String authorization) {
    return shelf(catalogue, authorization)
        .latest(MOST_SERVERS)
        .map(versions -> Stock.of(catalogue, catalogues.gateway(), versions, needsKey))
        .orElseThrow(() ->
            new Declined(
                Problem.unprocessable(
                    "the catalogue has more than " + MOST_SERVERS + " servers, too many for a file",
                    "name a smaller one in the settings, under registry.catalogues")));
  }

  private Shelf shelf(String catalogue, @Nullable String authorization) {
    return catalogues.open(catalogue, authorization).orElseThrow(ExportApi::nothing);
  }

  /** The same whether it does not exist or is hidden. */
  private static Declined nothing() {
    return new Declined(Problem.notFound("there is no such export"));
  }

  /**
   * Caches may keep what describes servers to everybody. What clients enforce is asked for anew
   * each time, so that it holds no server that was approved an hour ago.
   */
  private Answer sent(Request request, String catalogue, String mediaType, ObjectNode content) {
    var body = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(content);
    var isForCaches = !mediaType.equals(Export.JSON) && catalogues.isForEverybody(catalogue);
    var caching = isForCaches ? "public, max-age=3600" : "private, no-cache";
    var answer = new Answer(200, mediaType, body, List.of(new Header("Cache-Control", caching)));
    return Delivery.of(answer, request);
  }
}
