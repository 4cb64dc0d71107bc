package dev.gatehouse.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes JSON-RPC messages, the same for the same seed: fields in any order and spelling. */
final class RandomMessage {
  private static final List<String> STRINGS =
      List.of("name", "uri", "cursor", "taskId", "requestState");
  private static final List<String> OBJECTS = List.of("arguments", "inputResponses");

  private final Random random;
  private final RandomJson json;

  RandomMessage(Random random) {
    this.random = random;
    this.json = new RandomJson(random);
  }

  String text() {
    var fields = new ArrayList<String>();
    fields.add(field("jsonrpc", "\"2.0\""));
    switch (random.nextInt(3)) {
      case 0 -> {
        fields.add(field("id", id()));
        fields.add(field("result", object("resultType")));
      }
      case 1 -> {
        fields.add(field("id", random.nextBoolean() ? id() : "null"));
        fields.add(field("error", error()));
      }
      default -> {
        fields.add(field("method", random.nextBoolean() ? "\"tools/call\"" : "\"x\\u0079/z\""));
        if (random.nextBoolean()) {
          fields.add(field("id", id()));
        }
        if (random.nextInt(4) > 0) {
          fields.add(field("params", params()));
        }
      }
    }
    return shuffled(fields);
  }

  private String params() {
    var fields = new ArrayList<String>();
    for (var name : STRINGS) {
      maybe(fields, name, random.nextInt(8) > 0 ? json.string() : "null");
    }
    for (var name : OBJECTS) {
      maybe(fields, name, json.object(2));
    }
    maybe(fields, "ref", "{" + field("uri", json.string()) + "}");
    maybe(fields, "Name", json.value(2));
    maybe(fields, "unknown", json.value(3));
    var meta = new ArrayList<String>();
    maybe(meta, "progressToken", id());
    maybe(meta, ModernMeta.PROTOCOL_VERSION, json.string());
    maybe(meta, ModernMeta.CLIENT_CAPABILITIES, json.object(2));
    maybe(meta, "name", json.value(1));
    maybe(fields, "_meta", shuffled(meta));
    return shuffled(fields);
  }

  private String error() {
    var fields = new ArrayList<String>();
    fields.add(field("code", "-3260" + random.nextInt(4)));
    maybe(fields, "message", json.string());
    maybe(fields, "data", json.value(2));
    return shuffled(fields);
  }

  private String object(String field) {
    var fields = new ArrayList<String>();
    maybe(fields, field, json.string());
    maybe(fields, "content", json.value(3));
    return shuffled(fields);
  }

  private String id() {
    return random.nextBoolean() ? String.valueOf(random.nextInt()) : json.string();
  }

  private void maybe(List<String> fields, String name, String value) {
    if (random.nextBoolean()) {
      fields.add(field(name, value));
    }
  }

  /** A field whose name is now and then spelled with an escape. */
  private String field(String name, String value) {
    if (random.nextInt(6) > 0) {
      return json.field(name, value);
    }
    var at = random.nextInt(name.length());
    var escape = "\\u%04x".formatted((int) name.charAt(at));
    return json.field(name.substring(0, at) + escape + name.substring(at + 1), value);
  }

  private String shuffled(List<String> fields) {
    Collections.shuffle(fields, random);
    return json.object(fields);
  }
}
