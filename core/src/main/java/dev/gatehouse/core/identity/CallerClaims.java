package dev.gatehouse.core.identity;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the caller out of the claims of a genuine token, by the paths in the settings. */
final class CallerClaims {
  /** How the id of a caller begins that a token has proven. */
  static final String ID_MARK = "jwt:";

  private static final int LONGEST_NAME = 512;
  private static final int MOST_ROLES = 1_000;
  private static final Pattern BLANKS = Pattern.compile(" +");

  private final String issuer;
  private final List<List<String>> agent;
  private final List<String> user;
  private final List<List<String>> roles;
  private final Map<String, List<String>> attributes;

  CallerClaims(IssuerSettings settings) {
    issuer = settings.issuer();
    agent =
        settings
            .agent()
            .map(path -> List.of(path.names()))
            .orElse(List.of(List.of("azp"), List.of("client_id")));
    user = settings.user().names();
    roles =
        settings.roles().map(RoleClaims::from).orElse(List.of()).stream()
            .map(ClaimPath::names)
            .toList();
    var paths = new HashMap<String, List<String>>();
    settings.attributes().forEach((name, path) -> paths.put(name, path.names()));
    attributes = Map.copyOf(paths);
  }

  /**
   * The caller.
   *
   * @throws dev.gatehouse.core.refusal.Refused when the claims name nobody, or name somebody in a
   *     way that cannot be kept or shown
   */
  Caller caller(Map<String, Object> claims) {
    var subject = name("sub", claims.get("sub"));
    var program =
        agent.stream()
            .flatMap(path -> ClaimPath.find(claims, path).stream())
            .findFirst()
            .flatMap(value -> name("agent", value));
    if (subject.isEmpty() && program.isEmpty()) {
      throw NotProven.because("the token names neither a subject nor a program");
    }
    var person =
        name("user", ClaimPath.find(claims, user).orElse(null))
            .filter(text -> !Optional.of(text).equals(program));
    return new KnownCaller(
        ID_MARK + issuer + "#" + escaped(subject.orElse("")) + "/" + escaped(program.orElse("")),
        person,
        program,
        roles(claims),
        attributes(claims),
        issuer);
  }

  /** The words of a claim that is a list of texts, or one text with blanks between. */
  static List<String> words(@Nullable Object claim) {
    return switch (claim) {
      case String text ->
          BLANKS.splitAsStream(text).filter(word -> !word.isEmpty()).distinct().toList();
      case List<?> list ->
          list.stream()
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .distinct()
              .toList();
      case null, default -> List.of();
    };
  }

  private Set<String> roles(Map<String, Object> claims) {
    var names = new LinkedHashSet<String>();
    for (var path : roles) {
      names.addAll(words(ClaimPath.find(claims, path).orElse(null)));
    }
    if (names.size() > MOST_ROLES) {
      throw NotProven.because("the token names more than 1000 roles");
    }
    return names;
  }

  private Map<String, Object> attributes(Map<String, Object> claims) {
    var values = new HashMap<String, Object>();
    attributes.forEach((name, path) ->
        ClaimPath.find(claims, path)
            .map(CallerClaims::kept)
            .ifPresent(value -> values.put(name, value)));
    return values;
  }

  /** An unmodifiable copy without nulls; integers beyond 64 bits become fractions. */
  private static Object kept(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var copy = new LinkedHashMap<String, Object>();
        map.forEach((name, each) -> {
          if (each != null) {
            copy.put(String.valueOf(name), kept(each));
          }
        });
        yield Map.copyOf(copy);
      }
      case List<?> list -> {
        var copy = new ArrayList<Object>();
        for (var each : list) {
          if (each != null) {
            copy.add(kept(each));
          }
        }
        yield List.copyOf(copy);
      }
      case BigInteger huge -> huge.doubleValue();
      default -> value;
    };
  }

  /** A name that can stand in ids, records and messages. */
  private static Optional<String> name(String what, @Nullable Object claim) {
    if (claim == null) {
      return Optional.empty();
    }
    if (claim instanceof String text
        && !text.isBlank()
        && text.length() <= LONGEST_NAME
        && text.codePoints().noneMatch(Character::isISOControl)) {
      return Optional.of(text);
    }
    throw NotProven.because(
        "the token's " + what + " is not a text of 1 to 512 characters without control characters");
  }

  /** Keeps the parts of an id apart, so that no two callers can have the same one. */
  private static String escaped(String part) {
    return part.replace("%", "%25").replace("/", "%2F").replace("#", "%23");
  }
}
