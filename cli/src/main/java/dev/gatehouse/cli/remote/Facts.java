package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Plain;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * An object that the admin API answered. What is not there is empty; texts come out safe to show.
 */
public record Facts(JsonNode json) {
  /** The text of a member, empty when it has none. */
  public String text(String member) {
    return optional(member).orElse("");
  }

  /** The text of a member. */
  public Optional<String> optional(String member) {
    var value = json.path(member);
    return value.isValueNode() && !value.isNull()
        ? Optional.of(Plain.text(value.asString()))
        : Optional.empty();
  }

  /** Its text as it came, for sending it back; not for showing it. */
  public String exact(String member) {
    return json.path(member).asString("");
  }

  /** A number, 0 when there is none. */
  public long number(String member) {
    return json.path(member).asLong(0);
  }

  /** A number with a fraction. */
  public Optional<Double> fraction(String member) {
    return json.path(member).isNumber()
        ? Optional.of(json.path(member).asDouble())
        : Optional.empty();
  }

  /** Whether a member is true. */
  public boolean says(String member) {
    return json.path(member).asBoolean(false);
  }

  /** Whether there is an object or array of this name. */
  public boolean has(String member) {
    return json.path(member).isContainer();
  }

  /** The object of this name; an empty one when there is none. */
  public Facts at(String member) {
    return new Facts(json.path(member));
  }

  /** The texts of an array. */
  public List<String> texts(String member) {
    return json.path(member).values().stream().map(one -> Plain.text(one.asString(""))).toList();
  }

  /** The objects of an array. */
  public Stream<Facts> items(String member) {
    return json.path(member).values().stream().map(Facts::new);
  }
}
