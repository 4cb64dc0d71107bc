package dev.gatehouse.core.clients;

import dev.gatehouse.core.inventory.PlainSecret;
import dev.gatehouse.core.inventory.StartCommand;
import dev.gatehouse.core.inventory.WebAddress;
import dev.gatehouse.core.leaks.SecretScanner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks at the values of one entry, and keeps of them only where a secret stands, what it looks
 * like and its mark. A value counts when it has the shape of a known credential, or when its name
 * speaks of one and it is neither a reference nor what documentation writes in its place.
 */
final class SecretSpotter {
  private static final SecretScanner SCANNER = SecretScanner.all();

  /** Names that speak of secrets, as whole words between _, - and changes of case. */
  private static final Set<String> WORDS =
      Set.of(
          "key",
          "apikey",
          "token",
          "secret",
          "password",
          "passwd",
          "pwd",
          "pass",
          "pat",
          "auth",
          "authorization",
          "credential",
          "credentials",
          "cookie",
          "bearer",
          "accesskey",
          "passphrase",
          "dsn",
          "sig",
          "signature",
          "jwt");

  /** Names that only look so: they hold where a secret is, or who somebody is. */
  private static final Set<String> HARMLESS =
      Set.of("file", "path", "id", "name", "url", "uri", "host", "type", "mode", "dir", "endpoint");

  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?i)(?:bearer |basic |token )?(?:\\$\\{[^}]{0,200}}|\\$[A-Za-z_][A-Za-z0-9_]{0,100}|\\{\\{[^}]{0,200}}}"
              + "|%[A-Za-z_][A-Za-z0-9_]{0,100}%|<[^>]{0,200}>|\\{[^}]{0,200}}|(?:env|file|op|keychain|vault)://?.{0,300}|(?:env|file):.{0,300})");
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "(?i)(?:.{0,40}(?:your|my)[-_ ]?(?:own)?[-_ ]?(?:api|key|token|secret|pass).{0,60}|x{3,}|\\*{3,}|\\.{3,}|changeme|change-me|placeholder"
              + "|todo|none|null|true|false|\\d{1,6}|example.{0,40}|dummy.{0,40}|test|redacted)");
  private static final Pattern SCHEME = Pattern.compile("(?i)^(?:bearer|basic|token|apikey)\\s+");
  private static final int SHORTEST = 6;
  private static final int LONGEST = 64 << 10;

  private final Marks marks;
  private final List<PlainSecret> spotted = new ArrayList<>();

  SecretSpotter(Marks marks) {
    this.marks = marks;
  }

  /** What was spotted so far. */
  List<PlainSecret> spotted() {
    return spotted;
  }

  /** Looks at a value that has a name. */
  void value(String place, String name, String written) {
    if (written.length() > LONGEST) {
      return;
    }
    var value = SCHEME.matcher(written.strip()).replaceFirst("").strip();
    if (value.isEmpty() || REFERENCE.matcher(written.strip()).matches()) {
      return;
    }
    var where = (place + " " + name).strip();
    var shape = shape(name + "=" + value).or(() -> shape(value)).or(() -> shape(written));
    if (shape.isPresent()) {
      add(where, shape.get(), value);
    } else if (WebAddress.of(value).isPresent()) {
      url(where, value);
    } else if (speaksOfSecrets(name) && isSecret(value)) {
      add(where, "value that its name calls a secret", value);
    }
  }

  /** Looks into a URL: at its user, its query, and parts of its path that look like a key. */
  void url(String place, String written) {
    for (var hidden : WebAddress.of(written).map(WebAddress::hidden).orElse(List.of())) {
      switch (hidden.name()) {
        case "user" -> {
          var password = hidden.value().substring(hidden.value().indexOf(':') + 1);
          if (!REFERENCE.matcher(password).matches() && !password.contains("_")) {
            add(place + " user", "password in a URL", password);
          }
        }
        case "path" -> add(place + " path", "part of a path that looks like a key", hidden.value());
        default -> value(place + " query", hidden.name(), hidden.value());
      }
    }
  }

  /** Looks at the arguments of a command. */
  void arguments(List<String> words) {
    arguments(words, true);
  }

  private void arguments(List<String> words, boolean mayHoldMore) {
    for (var i = 0; i < words.size(); i++) {
      var word = words.get(i);
      var next = i + 1 < words.size() ? words.get(i + 1) : "";
      var equals = word.indexOf('=');
      if (word.equals("-H") || word.equals("--header") || word.equals("--headers")) {
        pair(next, ':');
        i++;
      } else if (word.equals("-e") || word.equals("--env")) {
        pair(next, '=');
        i++;
      } else if (word.startsWith("-") && equals > 0) {
        value("argument", word.substring(0, equals), word.substring(equals + 1));
      } else if (word.startsWith("-") && speaksOfSecrets(word) && !next.startsWith("-")) {
        value("argument", word, next);
        i++;
      } else if (WebAddress.of(word).isPresent()) {
        url("argument", word);
      } else if (mayHoldMore && word.indexOf(' ') >= 0 && word.length() <= LONGEST) {
        arguments(StartCommand.split(word), false);
      } else if (equals > 0 && word.substring(0, equals).matches("[A-Za-z_][A-Za-z0-9_]{0,100}")) {
        value("argument", word.substring(0, equals), word.substring(equals + 1));
      } else {
        shape(word).ifPresent(what -> add("argument", what, word));
      }
    }
  }

  private void pair(String text, char between) {
    var cut = text.indexOf(between);
    if (cut > 0) {
      value("argument", text.substring(0, cut).strip(), text.substring(cut + 1).strip());
    }
  }

  private void add(String where, String what, String value) {
    spotted.add(new PlainSecret(where, what, marks.of(value)));
  }

  private static Optional<String> shape(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return SCANNER.find(bytes, 0, bytes.length).stream()
        .findFirst()
        .map(leak -> leak.what().replace('-', ' '));
  }

  private static boolean speaksOfSecrets(String name) {
    var words =
        name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .toLowerCase(Locale.ROOT)
            .split("[^a-z0-9]+", -1);
    if (HARMLESS.contains(words[words.length - 1])) {
      return false;
    }
    for (var word : words) {
      if (WORDS.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSecret(String value) {
    return value.length() >= SHORTEST
        && !PLACEHOLDER.matcher(value).matches()
        && value.codePoints().distinct().limit(4).count() == 4
        && !value.startsWith("/")
        && !value.startsWith("~");
  }
}
