package dev.gatehouse.server.catalogue;

import dev.gatehouse.core.registry.Approval;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One version of one server, as the registry shows it: everything here is public.
 *
 * @param server its name in the catalogue
 * @param name its whole name in the registry
 * @param description one sentence, 1 to 100 characters
 * @param url where clients connect: this gateway, never the server itself
 * @param at when it was approved as it is now
 */
record Entry(ServerName server, String name, String description, URI url, Instant at) {
  /** The registry shows what is reachable now, under one version. */
  static final String VERSION = "1.0.0";

  private static final int MOST_CHARACTERS = 100;

  /** The entry of an approved server, or empty for one that nobody approved. */
  static Optional<Entry> of(
      Server server, Namespace namespace, URI publicUrl, Optional<String> description) {
    return server.approval() instanceof Approval.Approved(var _, var at)
        ? Optional.of(
            new Entry(
                server.name(),
                namespace.name(server.name().text()),
                shortened(description.orElse(server.name() + ", through Gatehouse")),
                URI.create(withoutSlash(publicUrl) + "/mcp/" + server.name()),
                at))
        : Optional.empty();
  }

  /** Whether the text stands in what people see of it, in any case of letters. */
  boolean mentions(String text) {
    var wanted = text.toLowerCase(Locale.ROOT);
    return name.toLowerCase(Locale.ROOT).contains(wanted)
        || description.toLowerCase(Locale.ROOT).contains(wanted);
  }

  private static String shortened(String text) {
    var line = text.strip();
    return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS - 1) + "…";
  }

  private static String withoutSlash(URI url) {
    var text = url.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
