package dev.gatehouse.core.artifacts;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@code server.json} in its newest form, whatever schema it was written for. Immutable.
 *
 * @see <a
 *     href="https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/server-json/generic-server-json.md">server.json</a>
 */
public final class ServerDocument {
  static final String OFFICIAL = "io.modelcontextprotocol.registry/official";
  static final String PUBLISHER_PROVIDED = "io.modelcontextprotocol.registry/publisher-provided";

  private final ObjectNode json;
  private final ObjectNode original;

  private ServerDocument(ObjectNode json, ObjectNode original) {
    this.json = json;
    this.original = original;
  }

  /**
   * Reads a document of any known schema. Only what it takes to know one from another must be
   * there.
   *
   * @throws NotReadable when it is no JSON object, or has no name or version
   */
  public static ServerDocument read(byte[] bytes) throws NotReadable {
    return of(Documents.read(bytes));
  }

  static ServerDocument of(JsonNode read) throws NotReadable {
    if (!(read instanceof ObjectNode object)) {
      throw new NotReadable("the document is not a JSON object");
    }
    var newest = Upcast.toNewest(object);
    for (var name : List.of("name", "version")) {
      var value = newest.path(name);
      if (!value.isString() || value.asString().isBlank()) {
        throw new NotReadable("the document has no " + name);
      }
    }
    return new ServerDocument(newest, object);
  }

  /** Its whole name, a namespace and a name. */
  public String name() {
    return json.path("name").asString();
  }

  /** Its version, any text. */
  public String version() {
    return json.path("version").asString();
  }

  /** What it says of itself, in one sentence; empty when it says nothing. */
  public String description() {
    return json.path("description").asString("");
  }

  /** Its name for people. */
  public Optional<String> title() {
    return Optional.ofNullable(json.path("title").asString(null));
  }

  /** The date of the schema that it was written for; empty when it names none that is known. */
  public Optional<String> schemaDate() {
    return Upcast.schemaDate(original);
  }

  /** Where it can be reached over the network. */
  public List<String> remoteUrls() {
    return texts("remotes", "url");
  }

  /**
   * A package that it comes in.
   *
   * @param version empty where the identifier holds it
   */
  public record Pack(String registryType, String identifier, String version) {}

  /** The packages that it comes in. */
  public List<Pack> packages() {
    return json.path("packages").values().stream()
        .map(item ->
            new Pack(
                item.path("registryType").asString(""),
                item.path("identifier").asString(""),
                item.path("version").asString("")))
        .toList();
  }

  /** The packages that it comes in: what is written of each where it is kept. */
  public List<String> packageIdentifiers() {
    return texts("packages", "identifier");
  }

  /**
   * What stands in the way of publishing a document as it was written, and what could be better;
   * empty when all is well. It need not even have a name.
   *
   * @throws NotReadable when it is no JSON
   */
  public static List<Issue> issues(byte[] bytes, PublishRules rules) throws NotReadable {
    return PublishCheck.of(Documents.read(bytes), rules).all();
  }

  /** The same of this document. */
  public List<Issue> publishIssues(PublishRules rules) {
    return PublishCheck.of(original, rules).all();
  }

  /** Where it has not the newest shape, in spite of what was brought up to date. */
  public List<Issue> shapeIssues() {
    return shapeIssues(json);
  }

  /** Where it had not the newest shape as it was written. */
  List<Issue> originalShapeIssues() {
    return shapeIssues(original);
  }

  private static List<Issue> shapeIssues(ObjectNode document) {
    var issues = new Issues();
    ServerShape.NEWEST.check(document, "", issues);
    return issues.all();
  }

  /** What a search looks through, in small letters. */
  String searched() {
    return (name() + "\n" + title().orElse("") + "\n" + description()).toLowerCase(Locale.ROOT);
  }

  /** The document in its newest form, as JSON. */
  public String toText() {
    return Documents.write(json);
  }

  private List<String> texts(String list, String member) {
    return StreamSupport.stream(json.path(list).spliterator(), false)
        .map(item -> item.path(member).asString(""))
        .filter(text -> !text.isEmpty())
        .toList();
  }
}
