package dev.gatehouse.core.inventory;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A URL taken apart: where it leads, and what it says beside that.
 *
 * @param shown scheme, host, port and path: small letters where they do not matter, no slash at the
 *     end, {@code …} for parts of the path that look like a key
 * @param isOpen whether it is http and leads away from the device
 * @param hidden what it holds beside: the user, values of the query, parts of the path; secret or
 *     not, and never to be kept
 */
public record WebAddress(String shown, boolean isOpen, List<Hidden> hidden) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_=+.~-]{20,}");
  private static final int MOST_PARTS = 50;
  private static final int LONGEST = 4_000;

  /**
   * A value inside of a URL.
   *
   * @param name of the parameter, {@code user} or {@code path}
   */
  public record Hidden(String name, String value) {
    /** Says where it stands only. */
    @Override
    public String toString() {
      return name;
    }
  }

  public WebAddress {
    hidden = List.copyOf(hidden);
  }

  /** Takes a URL apart; empty when it is none of http or https. */
  public static Optional<WebAddress> of(String written) {
    var text = written.strip();
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    // Clients fill such places in; inside of a URL they could stand nowhere.
    var filled = text.replaceAll("\\$?\\{[^{}]{0,200}}", "_");
    try {
      return parts(new URI(filled.replace(' ', '_')));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static Optional<WebAddress> parts(URI uri) {
    var scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
      return Optional.empty();
    }
    var hidden = new ArrayList<Hidden>();
    if (uri.getRawUserInfo() != null) {
      hidden.add(new Hidden("user", uri.getRawUserInfo()));
    }
    addQuery(Optional.ofNullable(uri.getQuery()).orElse(""), hidden);
    var written = uri.getHost().toLowerCase(Locale.ROOT);
    var isLoopback = LOOPBACK.contains(written) || written.startsWith("127.");
    var host = isLoopback ? "127.0.0.1" : written;
    var usual = scheme.equals("http") ? 80 : 443;
    var port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
    var path = path(Optional.ofNullable(uri.getRawPath()).orElse(""), hidden);
    return Optional.of(
        new WebAddress(
            scheme + "://" + host + port + path, scheme.equals("http") && !isLoopback, hidden));
  }

  private static void addQuery(String query, List<Hidden> hidden) {
    for (var parameter : query.split("&", MOST_PARTS)) {
      var cut = parameter.indexOf('=');
      if (cut > 0 && cut < parameter.length() - 1) {
        hidden.add(new Hidden(parameter.substring(0, cut), parameter.substring(cut + 1)));
      }
    }
  }

  /** Some services put the key into the path. */
  private static String path(String raw, List<Hidden> hidden) {
    var path = new StringBuilder();
    for (var part : raw.split("/", MOST_PARTS)) {
      if (part.isEmpty()) {
        continue;
      }
      var isKey = looksLikeAKey(part);
      if (isKey) {
        hidden.add(new Hidden("path", part));
      }
      path.append('/').append(isKey ? "…" : part);
    }
    return path.toString();
  }

  private static boolean looksLikeAKey(String part) {
    var digits = part.chars().filter(Character::isDigit).count();
    var letters = part.chars().filter(Character::isLetter).count();
    return KEY.matcher(part).matches() && digits >= 3 && letters >= 3;
  }
}
