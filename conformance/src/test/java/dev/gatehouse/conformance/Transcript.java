package dev.gatehouse.conformance;

import java.util.List;
import java.util.NoSuchElementException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a scripted client saw, in order.
 *
 * @param lines one object each: the outcome of a step, or something heard, asked or sent
 * @param printed the end of all it printed, for the message of a failed test
 */
record Transcript(List<JsonNode> lines, String printed) {
  Transcript {
    lines = List.copyOf(lines);
  }

  static Transcript of(List<String> lines, String printed) {
    return new Transcript(lines.stream().map(JsonMapper.shared()::readTree).toList(), printed);
  }

  /** The result of connecting: era, protocolVersion, serverInfo, capabilities, instructions. */
  JsonNode connected() {
    return part("-1", "result");
  }

  /** The era that it found itself in, or nothing when it could not connect. */
  String era() {
    return lines.stream()
        .filter(line -> line.path("step").asString("").equals("-1"))
        .findFirst()
        .map(line -> line.path("result").path("era").asString(""))
        .orElse("");
  }

  /** Why it could not connect. */
  JsonNode notConnected() {
    return part("-1", "error");
  }

  /**
   * The result of a step, counted from 0.
   *
   * @throws NoSuchElementException with what the client printed, when the step failed
   */
  JsonNode result(int step) {
    return part(Integer.toString(step), "result");
  }

  /** The result of a step inside a step that does several at the same time. */
  JsonNode result(int step, int inner) {
    return part(step + "." + inner, "result");
  }

  /**
   * The error of a step: name, code, message, and where there are such data and status.
   *
   * @throws NoSuchElementException with what the client printed, when the step did not fail
   */
  JsonNode error(int step) {
    return part(Integer.toString(step), "error");
  }

  /** The text of the first content block of a step's result. */
  String text(int step) {
    return result(step).path("content").path(0).path("text").asString();
  }

  /** The params of every notification of this method. */
  List<JsonNode> heard(String method) {
    return paramsOf("heard", method);
  }

  /** The params of every question of this method that a server asked. */
  List<JsonNode> asked(String method) {
    return paramsOf("asked", method);
  }

  /** Every HTTP exchange: http (the verb), status, type. */
  List<JsonNode> exchanges() {
    return lines.stream().filter(line -> line.has("http")).toList();
  }

  private List<JsonNode> paramsOf(String kind, String method) {
    return lines.stream()
        .filter(line -> line.path(kind).asString("").equals(method))
        .map(line -> line.path("params"))
        .toList();
  }

  private JsonNode part(String step, String part) {
    return lines.stream()
        .filter(line -> line.path("step").asString("").equals(step) && line.has(part))
        .findFirst()
        .map(line -> line.path(part))
        .orElseThrow(
            () -> new NoSuchElementException("no " + part + " of step " + step + ":\n" + printed));
  }
}
