package dev.gatehouse.protocol;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which arguments of a tool are mirrored in {@code Mcp-Param-*} headers, according to its schema.
 *
 * @param params empty when the tool has none, or breaks the rules
 * @param problem the rule that the schema breaks, null for none; such a tool must not be offered
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/transports#custom-headers">headers</a>
 */
public record ParamHeaders(List<Param> params, @Nullable String problem) {
  /**
   * One mirrored argument.
   *
   * @param header the name behind {@code Mcp-Param-}
   * @param path names of properties from the arguments down to it
   */
  public record Param(String header, List<String> path) {
    public Param {
      path = List.copyOf(path);
    }
  }

  private static final int MAX_NUMBER = 64;

  public ParamHeaders {
    params = List.copyOf(params);
  }

  /** Whether the tool may be offered. */
  public boolean isValid() {
    return problem == null;
  }

  /**
   * The headers that a call needs. An argument that no header can carry, such as an object, gets
   * none.
   *
   * @param message a checked message
   * @param arguments its arguments, perhaps absent
   */
  public List<McpHeaders.Param> headers(byte[] message, Span arguments) {
    var headers = new ArrayList<McpHeaders.Param>();
    for (var param : params) {
      text(message, find(message, arguments, param.path))
          .ifPresent(
              text -> headers.add(new McpHeaders.Param(param.header, HeaderValues.encode(text))));
    }
    return headers;
  }

  /**
   * How headers and arguments of a call differ; empty when they agree. Headers that the schema does
   * not know are nobody's business here.
   *
   * @param message a checked message
   * @param arguments its arguments, perhaps absent
   */
  public Optional<String> mismatch(byte[] message, Span arguments, List<McpHeaders.Param> headers) {
    for (var param : params) {
      var sent =
          headers.stream().filter(header -> header.name().equalsIgnoreCase(param.header)).toList();
      var value = find(message, arguments, param.path);
      var difference = difference(message, value, sent);
      if (difference != null) {
        return Optional.of("header Mcp-Param-" + param.header + " " + difference);
      }
    }
    return Optional.empty();
  }

  private static @Nullable String difference(
      byte[] message, Span value, List<McpHeaders.Param> sent) {
    if (!value.isPresent()) {
      return sent.isEmpty() ? null : "is sent without its argument";
    }
    if (sent.size() != 1) {
      return sent.isEmpty() ? "is missing" : "is sent twice";
    }
    var decoded = HeaderValues.decode(sent.getFirst().value());
    if (decoded.isEmpty()) {
      return "cannot be decoded";
    }
    var text = text(message, value);
    if (text.isEmpty()) {
      return "cannot carry its argument";
    }
    var isEqual =
        isNumber(message[value.from()])
            ? isSameNumber(text.get(), decoded.get())
            : text.get().equals(decoded.get());
    return isEqual ? null : "differs from its argument";
  }

  /** The value at a path; absent when it is null or the path ends before. */
  private static Span find(byte[] message, Span arguments, List<String> path) {
    var value = arguments;
    for (var name : path) {
      value = JsonObject.at(message, value).map(object -> object.span(name)).orElse(Span.NONE);
    }
    return value.isPresent() && message[value.from()] == 'n' ? Span.NONE : value;
  }

  private static Optional<String> text(byte[] message, Span value) {
    if (!value.isPresent()) {
      return Optional.empty();
    }
    return switch (message[value.from()]) {
      case '"' -> Optional.of(value.string(message));
      case 't', 'f' -> Optional.of(value.text(message));
      case '{', '[' -> Optional.empty();
      default -> integer(value.text(message));
    };
  }

  private static Optional<String> integer(String number) {
    if (number.length() > MAX_NUMBER) {
      return Optional.empty();
    }
    var value = new BigDecimal(number);
    if (value.stripTrailingZeros().scale() > 0) {
      return Optional.empty();
    }
    var text = value.toBigInteger().toString();
    var bytes = text.getBytes(StandardCharsets.US_ASCII);
    return JsonText.safeInteger(bytes, 0, bytes.length).isPresent()
        ? Optional.of(text)
        : Optional.empty();
  }

  private static boolean isSameNumber(String integer, String header) {
    var bytes = header.getBytes(StandardCharsets.UTF_8);
    try {
      return bytes.length > 0
          && isNumber(bytes[0])
          && JsonText.numberEnd(bytes, 0, MAX_NUMBER) == bytes.length
          && new BigDecimal(header).compareTo(new BigDecimal(integer)) == 0;
    } catch (Malformed _) {
      return false;
    }
  }

  private static boolean isNumber(byte first) {
    return first == '-' || (first >= '0' && first <= '9');
  }
}
