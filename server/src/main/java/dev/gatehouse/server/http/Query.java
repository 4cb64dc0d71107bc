package dev.gatehouse.server.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a query. A parameter without a value counts as absent; of a repeated one the
 * first counts; parameters that nobody asks for are ignored.
 */
public record Query(Map<String, String> parameters) {
  private static final int MOST_PARAMETERS = 64;

  public Query {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads a raw query, without its {@code ?}.
   *
   * @throws Declined with 400 when it is not percent-encoded UTF-8 or has more than 64 parameters
   */
  public static Query of(String raw) {
    var parameters = new HashMap<String, String>();
    var pairs = raw.split("&", -1);
    if (pairs.length > MOST_PARAMETERS) {
      throw new Declined(
          Problem.badRequest("the query has more than 64 parameters", "send only what is needed"));
    }
    for (var pair : pairs) {
      var equals = pair.indexOf('=');
      if (equals > 0 && equals < pair.length() - 1) {
        var name = Percent.decode(pair.substring(0, equals).replace('+', ' '));
        var value = Percent.decode(pair.substring(equals + 1).replace('+', ' '));
        parameters.putIfAbsent(name, value);
      }
    }
    return new Query(parameters);
  }

  /** The value of a parameter. */
  public Optional<String> value(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /**
   * A whole number between bounds.
   *
   * @throws Declined with 422 when the value is none
   */
  public int number(String name, int least, int most, int otherwise) {
    return value(name).map(text -> number(name, text, least, most)).orElse(otherwise);
  }

  private static int number(String name, String text, int least, int most) {
    try {
      var number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below, as for a number out of range.
    }
    throw new Declined(
        Problem.unprocessable(
            name + " is not a number from " + least + " to " + most,
            "leave it out, or send for example " + name + "=" + Math.min(most, 50)));
  }
}
