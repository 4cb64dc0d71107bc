package dev.gatehouse.protocol;

/** Extensions, as either side announces them. */
final class Extensions {
  private static final String UI = "io.modelcontextprotocol/ui";

  private Extensions() {}

  /**
   * The {@code extensions} object of which only what means the same in both eras is left. An
   * extension may bring results that no client of the other era could read, so an unknown one goes.
   */
  static String knownToBothEras(byte[] bytes, Span extensions) {
    var ui = JsonObject.at(bytes, extensions).map(all -> all.span(UI)).orElse(Span.NONE);
    return ui.isPresent() ? "{\"" + UI + "\":" + ui.text(bytes) + "}" : "{}";
  }
}
