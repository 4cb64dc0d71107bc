package dev.gatehouse.server.catalogue;

import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;

/**
 * What stands before the slash in a server's name in the registry.
 *
 * @param text a domain read backwards
 */
record Namespace(String text) {
  private static final Namespace LOCAL = new Namespace("local.gatehouse");

  /** The one that the settings give, or else the host of the public URL read backwards. */
  static Namespace of(RegistrySettings settings, URI publicUrl) {
    return settings.namespace().map(Namespace::new).orElseGet(() -> ofHost(publicUrl.getHost()));
  }

  private static Namespace ofHost(String host) {
    var labels = Arrays.asList(host.toLowerCase(Locale.ROOT).split("\\.", -1));
    var isDomain =
        labels.size() > 1
            && labels.stream().noneMatch(String::isEmpty)
            && host.chars().noneMatch(character -> character == ':')
            && !labels.getLast().chars().allMatch(Character::isDigit);
    if (!isDomain) {
      return LOCAL;
    }
    Collections.reverse(labels);
    return new Namespace(String.join(".", labels));
  }

  /** The whole name of a server. */
  String name(String server) {
    return text + "/" + server;
  }
}
