package dev.gatehouse.server.desk;

import dev.gatehouse.core.leaks.SecretScanner;
import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.core.views.ServerView;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import dev.gatehouse.protocol.ToolDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What looks dangerous in what a server offers, in words for the person who is to approve it. Looks
 * at names, annotations and texts only: what it does not find may still be there, and what it finds
 * may be harmless.
 */
public final class Suspicions {
  private static final int MOST = 50;
  private static final int LONGEST_NAME = 80;
  private static final SecretScanner SECRETS = SecretScanner.all();

  private static final Pattern POWERFUL =
      Pattern.compile(
          "(^|[^a-z])(delete|remove|drop|destroy|purge|kill|exec|execute|eval|run|shell|command|write|overwrite|deploy|transfer|pay)([^a-z]|$)");
  private static final Pattern WORD_BORDER = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final Pattern TO_MODELS =
      Pattern.compile(
          "<\\s*(important|system|instructions?|secret)\\s*>"
              + "|(ignore|disregard|forget)\\s+(all\\s+|any\\s+|the\\s+|your\\s+)*(previous|prior|above|earlier|other)"
              + "|(do\\s+not|don't|never)\\s+(tell|mention|inform|reveal|show)\\b.{0,40}\\buser"
              + "|without\\s+(telling|asking|informing)\\s+the\\s+user"
              + "|(before|instead\\s+of)\\s+using\\s+(any|other|this)\\b.{0,30}\\btool",
          Pattern.CASE_INSENSITIVE);

  /** Format characters, private use, and what fonts show as nothing: tags, fillers, selectors. */
  private static final Pattern INVISIBLE =
      Pattern.compile(
          "[\\p{Cf}\\p{Co}\\x{115F}\\x{1160}\\x{3164}\\x{FFA0}\\x{E0000}-\\x{E0FFF}&&[^\\x{200D}]]");

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n\\r\\t]]");

  private final List<String> found = new ArrayList<>();

  private Suspicions() {}

  /**
   * In order of the lists, at most 50.
   *
   * @param instructions what the server says to models of its own accord
   * @param elsewhere resources that other servers offer too, and those servers
   */
  static List<String> in(
      ServerView view, Optional<String> instructions, Map<String, List<ServerName>> elsewhere) {
    var suspicions = new Suspicions();
    elsewhere.forEach((uri, servers) -> suspicions.shared(view.server(), uri, servers));
    instructions.ifPresent(text -> suspicions.text("the server's instructions", text));
    for (var kind : ListKind.values()) {
      for (var offer : view.list(kind)) {
        suspicions.offer(kind, offer);
      }
    }
    return suspicions.bounded();
  }

  /** What looks dangerous in the words of one definition, wherever it stands in it. */
  public static Set<String> ofDefinition(Pin.Item item) {
    var suspicions = new Suspicions();
    if (item.definition().length > 0) {
      suspicions.definition(item.kind().name().toLowerCase(Locale.ROOT), item.definition());
    }
    return Set.copyOf(suspicions.found);
  }

  private List<String> bounded() {
    if (found.size() <= MOST) {
      return List.copyOf(found);
    }
    var kept = new ArrayList<>(found.subList(0, MOST));
    kept.add("… and " + (found.size() - MOST) + " more");
    return kept;
  }

  private void shared(ServerName name, String uri, List<ServerName> others) {
    var owner = others.getFirst().compareTo(name) < 0 ? others.getFirst() : name;
    found.add(
        "resource "
            + printable(uri)
            + " is offered by "
            + others.stream().map(ServerName::text).collect(Collectors.joining(", "))
            + " too: on /mcp it is read from "
            + owner
            + " only");
  }

  private void offer(ListKind kind, ServerView.Offer offer) {
    var name = kind.primitive().noun() + " " + printable(offer.target().name());
    if (kind == ListKind.TOOLS) {
      tool(name, offer);
    }
    definition(name, offer.item().json());
  }

  private void tool(String name, ServerView.Offer offer) {
    try {
      var tool = ToolDefinition.read(offer.item().json(), StrictJson.Bounds.DEFAULT);
      var hints = tool.hints();
      if (hints.destructive().orElse(false)) {
        found.add(name + " says of itself that it is destructive");
      } else if (hints.readOnly().isEmpty() && soundsPowerful(tool.name())) {
        found.add(
            name
                + " sounds like it changes or runs something, and does not say that it only reads");
      }
      if (!tool.headers().isValid()) {
        found.add(name + " asks for headers against the rules: " + tool.headers().problem());
      }
    } catch (Malformed e) {
      found.add(name + " has a definition that cannot be read: " + e.getMessage());
    }
  }

  private static boolean soundsPowerful(String name) {
    var words = WORD_BORDER.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
    return POWERFUL.matcher(words).find();
  }

  private void definition(String name, byte[] json) {
    try {
      var texts = new StringBuilder();
      collect(JsonMapper.shared().readTree(json), texts, 0);
      text("the definition of " + name, texts.toString());
    } catch (JacksonException e) {
      found.add("the definition of " + name + " cannot be read");
    }
  }

  private static void collect(JsonNode node, StringBuilder texts, int depth) {
    if (node.isString()) {
      texts.append(node.stringValue()).append('\n');
    } else if (depth < 64) {
      for (var property : node.properties()) {
        texts.append(property.getKey()).append('\n');
      }
      node.forEach(inner -> collect(inner, texts, depth + 1));
    }
  }

  private void text(String where, String text) {
    if (INVISIBLE.matcher(text).find()) {
      found.add(where + " has characters that people do not see");
    }
    if (CONTROL.matcher(text).find()) {
      found.add(where + " has control characters");
    }
    var spoken = TO_MODELS.matcher(text);
    if (spoken.find()) {
      found.add(where + " speaks to models: \"" + printable(spoken.group()) + "\"");
    }
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    if (SECRETS.mayFind(bytes, 0, bytes.length)) {
      var kinds =
          SECRETS.find(bytes, 0, bytes.length).stream()
              .map(leak -> leak.what())
              .distinct()
              .collect(Collectors.joining(", "));
      if (!kinds.isEmpty()) {
        found.add(where + " holds what looks like a secret: " + kinds);
      }
    }
  }

  /** Short, and without anything that a terminal would obey or not show. */
  private static String printable(String text) {
    var visible = INVISIBLE.matcher(CONTROL.matcher(text).replaceAll("?")).replaceAll("?");
    var line = visible.replaceAll("\\s+", " ");
    return line.length() <= LONGEST_NAME ? line : line.substring(0, LONGEST_NAME) + "…";
  }
}
