package dev.gatehouse.server.exports;

import tools.jackson.databind.node.ObjectNode;

/** One kind of file. Its text depends on the stock alone, so that it changes when that does. */
interface Export {
  /** The media type of files that clients read as their settings. */
  String JSON = "application/json";

  /** The file's name in the path. */
  String file();

  /** What stands in it. */
  ObjectNode of(Stock stock);

  /** Its media type. */
  default String mediaType() {
    return JSON;
  }
}
