package dev.gatehouse.server.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads one YAML 1.2 document into nodes. Bounded in depth, nodes and aliases; custom tags and
 * duplicate keys are problems.
 */
final class YamlReader {
  private static final int MOST_DEPTH = 32;
  private static final int MOST_NODES = 200_000;
  private static final int MOST_ALIASES = 50;
  private static final int MOST_CHARACTERS = 4 * 1024 * 1024;

  private final Report report;
  private int nodes;
  private boolean overflowing;

  private YamlReader(Report report) {
    this.report = report;
  }

  /**
   * The document's root, an empty block for an empty document; nothing when it is no YAML or beyond
   * the bounds, which is then reported.
   */
  static Optional<Node> read(String text, Report report) {
    return new YamlReader(report).read(text);
  }

  /** Reads YAML that is part of the program, such as the text of a default. */
  static Node ofProgram(String text) {
    var report = new Report("default");
    var node = read(text, report);
    if (node.isEmpty() || !report.isClean()) {
      throw new IllegalStateException("a default is not YAML: " + text + "\n" + report.problems());
    }
    return node.get();
  }

  private Optional<Node> read(String text) {
    var settings =
        LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setCodePointLimit(MOST_CHARACTERS)
            .setAllowRecursiveKeys(false)
            .build();
    try {
      if (isTooDeep(settings, text)) {
        return Optional.empty();
      }
      var root = new Compose(settings).composeString(text);
      var converted =
          root.map(node -> convert(node, At.WHOLE_FILE, 0))
              .orElseGet(() -> Node.empty(Place.START));
      return overflowing ? Optional.empty() : Optional.of(converted);
    } catch (MarkedYamlEngineException e) {
      // The library's own message quotes the file, which may hold what must not be shown.
      report.add(
          new At("", mark(e).map(YamlReader::place).orElse(Place.START)),
          "not valid YAML: "
              + brief(e)
              + ". Look at the indentation and quotes here and just above");
    } catch (YamlEngineException e) {
      report.add(At.WHOLE_FILE, "not valid YAML, or beyond what is taken (4 MiB, 50 aliases)");
    }
    return Optional.empty();
  }

  /** An open quote is shown where it was opened, not where the file ended. */
  private static Optional<Mark> mark(MarkedYamlEngineException e) {
    var inQuotes = String.valueOf(e.getContext()).contains("quoted scalar");
    return inQuotes ? e.getContextMark() : e.getProblemMark();
  }

  private static String brief(MarkedYamlEngineException e) {
    var context = e.getContext() == null ? "" : e.getContext() + ", ";
    return Shown.upTo(200, context + e.getProblem());
  }

  /** Walks the events, which takes no stack, before the library builds the tree, which does. */
  private boolean isTooDeep(LoadSettings settings, String text) {
    var depth = 0;
    for (var event : new Parse(settings).parseString(text)) {
      var id = event.getEventId();
      if (id == Event.ID.MappingStart || id == Event.ID.SequenceStart) {
        depth++;
      } else if (id == Event.ID.MappingEnd || id == Event.ID.SequenceEnd) {
        depth--;
      }
      if (depth > MOST_DEPTH) {
        var place = event.getStartMark().map(YamlReader::place).orElse(Place.START);
        report.add(new At("", place), "nested deeper than " + MOST_DEPTH + " levels");
        return true;
      }
    }
    return false;
  }

  private @Nullable Node convert(org.snakeyaml.engine.v2.nodes.Node node, At at, int depth) {
    nodes++;
    if (nodes > MOST_NODES || depth > MOST_DEPTH) {
      overflow(at);
      return null;
    }
    var place = node.getStartMark().map(YamlReader::place).orElse(at.place());
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar, new At(at.path(), place));
      case SequenceNode sequence -> listing(sequence, new At(at.path(), place), depth);
      case MappingNode mapping -> mapping(mapping, new At(at.path(), place), depth);
      default -> throw new IllegalStateException("unknown node " + node.getNodeType());
    };
  }

  private void overflow(At at) {
    if (!overflowing) {
      overflowing = true;
      report.add(at, "too much: over " + MOST_NODES + " values, or aliases that nest");
    }
  }

  private Node scalar(ScalarNode scalar, At at) {
    return new Node.Scalar(at.place(), scalar.getValue(), type(scalar.getTag(), at));
  }

  private Node.Type type(Tag tag, At at) {
    if (tag.equals(Tag.INT)) {
      return Node.Type.WHOLE;
    } else if (tag.equals(Tag.FLOAT)) {
      return Node.Type.FRACTION;
    } else if (tag.equals(Tag.BOOL)) {
      return Node.Type.TRUTH;
    } else if (tag.equals(Tag.NULL)) {
      return Node.Type.NOTHING;
    }
    refuseTag(tag, Tag.STR, at);
    return Node.Type.TEXT;
  }

  private void refuseTag(Tag tag, Tag usual, At at) {
    if (!tag.equals(usual)) {
      report.add(at, "YAML tags (" + Shown.text(tag.getValue()) + ") are not used here; remove it");
    }
  }

  private Node listing(SequenceNode sequence, At at, int depth) {
    refuseTag(sequence.getTag(), Tag.SEQ, at);
    var items = new ArrayList<Node>();
    List<org.snakeyaml.engine.v2.nodes.Node> values = sequence.getValue();
    for (var i = 0; i < values.size() && !overflowing; i++) {
      var item = convert(values.get(i), at.item(i, at.place()), depth + 1);
      if (item != null) {
        items.add(item);
      }
    }
    return new Node.Listing(at.place(), items);
  }

  private Node mapping(MappingNode mapping, At at, int depth) {
    refuseTag(mapping.getTag(), Tag.MAP, at);
    var entries = new LinkedHashMap<String, Node.Entry>();
    for (var tuple : mapping.getValue()) {
      if (overflowing) {
        break;
      }
      var keyPlace = tuple.getKeyNode().getStartMark().map(YamlReader::place).orElse(at.place());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        report.add(new At(at.path(), keyPlace), "a key is a single word, not a list or block");
        continue;
      }
      var here = at.entry(key.getValue(), keyPlace);
      var value = convert(tuple.getValueNode(), here, depth + 1);
      var earlier = entries.get(key.getValue());
      if (earlier != null) {
        var line = earlier.place().line();
        report.add(here, "is written twice; the first is in line " + line + ". Keep one of them");
      } else if (value != null) {
        entries.put(key.getValue(), new Node.Entry(keyPlace, value));
      }
    }
    return new Node.Mapping(at.place(), entries);
  }

  private static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
