package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a gateway is.
 *
 * @param url scheme, host, port and an optional path, without a slash at the end
 */
public record Address(URI url) {
  /** Where {@code up} listens when nobody says otherwise. */
  public static final String USUAL = "http://127.0.0.1:8080";

  private static final String EXAMPLE = "write it like https://gatehouse.example.com";
  private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]");

  /**
   * As a person writes it.
   *
   * @throws Failure when it is none
   */
  public static Address of(String written) {
    try {
      return new Address(checked(new URI(written.strip())));
    } catch (URISyntaxException e) {
      throw Failure.usage("the address is not a URL: " + e.getReason(), EXAMPLE);
    }
  }

  private static URI checked(URI uri) throws URISyntaxException {
    var scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw Failure.usage("the address is neither http nor https", EXAMPLE);
    }
    if (uri.getUserInfo() != null) {
      throw Failure.usage(
          "the address holds a user name or password",
          "leave it out; the key comes from GATEHOUSE_KEY or from: gatehouse login");
    }
    if (uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
      throw Failure.usage("the address is not scheme, host, port and path", EXAMPLE);
    }
    var path = uri.getPath().replaceAll("/+$", "");
    var host = uri.getHost().toLowerCase(Locale.ROOT);
    return new URI(scheme, null, host, uri.getPort(), path, null, null);
  }

  /** Whether it cannot leave this machine. */
  public boolean isLoopback() {
    var host = url.getHost();
    return LOOPBACK.contains(host) || host.matches("127(\\.[0-9]{1,3}){3}");
  }

  /** Whether a key sent there can be read on the way. */
  public boolean isOpenToListeners() {
    return url.getScheme().equals("http") && !isLoopback();
  }

  /** A place below it; the path as it goes over the wire. */
  public URI below(String rawPath) {
    return URI.create(url + rawPath);
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
