package dev.gatehouse.core.clients;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a tree of the first document of YAML without calling itself, and without copying what
 * aliases name: they become the very node that the anchor was at, so that nothing can multiply.
 */
final class YamlTree {
  private static final int MOST_EVENTS = 400_000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<Anchor, JsonNode> anchored = new HashMap<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private JsonNode root = MissingNode.getInstance();

  /** A list or block whose end has not come yet. */
  private static final class Open {
    private final JsonNode node;
    private final Optional<Anchor> anchor;
    private @Nullable String key;

    Open(JsonNode node, Optional<Anchor> anchor) {
      this.node = node;
      this.anchor = anchor;
    }

    /** In a block, every other node is a key. */
    void take(JsonNode child) {
      switch (node) {
        case ArrayNode list -> list.add(child);
        case ObjectNode block -> {
          if (key == null) {
            key = child.isString() ? child.asString() : "?";
          } else {
            block.set(key, child);
            key = null;
          }
        }
        default -> throw new IllegalStateException("neither list nor block");
      }
    }
  }

  private YamlTree() {}

  static JsonNode read(String text) throws NotUnderstood {
    var settings = LoadSettings.builder().setCodePointLimit(SettingsText.MOST_BYTES).build();
    try {
      return new YamlTree().read(new Parse(settings).parseString(text));
    } catch (YamlEngineException _) {
      // The library's own message quotes the file.
      throw new NotUnderstood("the file is not YAML, or beyond what is read of it");
    }
  }

  private JsonNode read(Iterable<Event> events) throws NotUnderstood {
    var count = 0;
    for (var event : events) {
      count++;
      if (count > MOST_EVENTS || open.size() > SettingsText.MOST_DEPTH) {
        throw new NotUnderstood("the file is larger or deeper than what is read of YAML");
      }
      switch (event.getEventId()) {
        case MappingStart -> open.push(new Open(NODES.objectNode(), anchor(event)));
        case SequenceStart -> open.push(new Open(NODES.arrayNode(), anchor(event)));
        case MappingEnd, SequenceEnd -> {
          var done = open.pop();
          done.anchor.ifPresent(anchor -> anchored.put(anchor, done.node));
          take(done.node);
        }
        case Scalar -> {
          var scalar = scalar((ScalarEvent) event);
          anchor(event).ifPresent(anchor -> anchored.put(anchor, scalar));
          take(scalar);
        }
        case Alias -> take(aliased((AliasEvent) event));
        case DocumentEnd -> {
          return root;
        }
        default -> {
          // Begins something, or is a comment.
        }
      }
    }
    return root;
  }

  private static Optional<Anchor> anchor(Event event) {
    return event instanceof NodeEvent node ? node.getAnchor() : Optional.empty();
  }

  /** What is not known yet, as a list inside of itself, is nothing. */
  private JsonNode aliased(AliasEvent event) {
    return event.getAnchor().map(anchored::get).orElse(NODES.nullNode());
  }

  private void take(JsonNode node) {
    var around = open.peek();
    if (around == null) {
      root = node;
    } else {
      around.take(node);
    }
  }

  private static JsonNode scalar(ScalarEvent event) {
    if (event.getScalarStyle() == ScalarStyle.PLAIN) {
      switch (event.getValue()) {
        case "true", "True", "TRUE" -> {
          return NODES.booleanNode(true);
        }
        case "false", "False", "FALSE" -> {
          return NODES.booleanNode(false);
        }
        case "", "~", "null" -> {
          return NODES.nullNode();
        }
        default -> {
          // A text, or a number as it is written.
        }
      }
    }
    return NODES.stringNode(event.getValue());
  }
}
