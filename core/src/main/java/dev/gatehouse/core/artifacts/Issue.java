package dev.gatehouse.core.artifacts;

/**
 * Something that is wrong with a document, or could be better.
 *
 * @param type what sort of rule speaks
 * @param path where, for example {@code packages[0].transport.url}; empty for the whole document
 * @param message what is wrong and what to do, for whoever wrote the document
 * @param severity whether it stands in the way of publishing
 * @param reference which rule speaks, a stable word
 * @see <a
 *     href="https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/api/openapi.yaml">the
 *     answer of {@code /validate}</a>
 */
public record Issue(Type type, String path, String message, Severity severity, String reference) {
  /** What sort of rule speaks. */
  public enum Type {
    /** The document is not the JSON that it should be. */
    JSON,
    /** It has not the shape that its schema describes. */
    SCHEMA,
    /** It has the shape, but what it says cannot be. */
    SEMANTIC,
    /** It could be better. */
    LINTER
  }

  /** Whether it stands in the way of publishing. */
  public enum Severity {
    /** Nothing is published before it is put right. */
    ERROR,
    /** It may be published, and somebody should look at it. */
    WARNING,
    /** Worth knowing. */
    INFO
  }

  static Issue schema(String path, String message) {
    return new Issue(Type.SCHEMA, path, message, Severity.ERROR, "schema");
  }

  static Issue semantic(String path, String message, String reference) {
    return new Issue(Type.SEMANTIC, path, message, Severity.ERROR, reference);
  }

  static Issue linter(String path, String message, String reference) {
    return new Issue(Type.LINTER, path, message, Severity.WARNING, reference);
  }
}
