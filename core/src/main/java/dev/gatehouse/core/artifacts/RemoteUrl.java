package dev.gatehouse.core.artifacts;

import dev.gatehouse.core.egress.AddressRules;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Addresses of servers in documents, which may hold {@code {variables}}. */
final class RemoteUrl {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)\\}");

  private RemoteUrl() {}

  /** The names in braces. */
  static List<String> variables(String url) {
    return VARIABLE.matcher(url).results().map((MatchResult found) -> found.group(1)).toList();
  }

  /**
   * Why it cannot be the address of a public server, as far as its spelling tells; empty when it
   * can. No name is looked up.
   */
  static Optional<String> flaw(String url) {
    if (!url.startsWith("https://")) {
      return Optional.of("must begin with https://");
    }
    try {
      var host = new URI(VARIABLE.matcher(url).replaceAll("x")).getHost();
      return host == null
          ? Optional.of("names no host")
          : AddressRules.publicOnly().refusalBySpelling(host);
    } catch (URISyntaxException e) {
      return Optional.of("is no URL: " + e.getReason());
    }
  }
}
