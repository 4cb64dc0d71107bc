package dev.gatehouse.transport;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What clients may call a listener, and which web pages may call it: what stands between a browser
 * on the inside and a page that has rebound its name to this machine. Immutable.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning">security
 *     warning</a>
 */
final class AllowedNames {
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> hosts = new HashSet<>();
  private final Set<String> origins = new HashSet<>();

  /**
   * @param port the port that is bound
   */
  AllowedNames(ListenerSettings settings, int port) {
    var isTls = settings.tls().isPresent();
    for (var name : LOOPBACK) {
      allow(name + ":" + port, isTls);
      if (port == (isTls ? 443 : 80)) {
        allow(name, isTls);
      }
    }
    for (var name : settings.hosts()) {
      allowConfigured(name.toLowerCase(Locale.ROOT), port, isTls);
    }
    if (!isWildcard(settings.host())) {
      allow(bracketed(settings.host().toLowerCase(Locale.ROOT)) + ":" + port, isTls);
    }
    settings.origins().forEach(origin -> origins.add(origin.toLowerCase(Locale.ROOT)));
  }

  private void allowConfigured(String name, int port, boolean isTls) {
    allow(name, isTls);
    origins.add("https://" + name); // TLS may end before this listener
    if (name.lastIndexOf(':') <= name.lastIndexOf(']')) {
      allow(name + ":" + port, isTls);
      hosts.add(name + ":80");
      hosts.add(name + ":443");
    }
  }

  private void allow(String authority, boolean isTls) {
    hosts.add(authority);
    origins.add((isTls ? "https://" : "http://") + authority);
  }

  boolean allowsHost(String host) {
    return hosts.contains(host) || hosts.contains(host.toLowerCase(Locale.ROOT));
  }

  boolean allowsOrigin(String origin) {
    return origins.contains(origin) || origins.contains(origin.toLowerCase(Locale.ROOT));
  }

  private static boolean isWildcard(String host) {
    return host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
  }

  private static String bracketed(String host) {
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
