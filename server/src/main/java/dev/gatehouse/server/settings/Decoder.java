package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.Chosen;
import dev.gatehouse.core.kind.Kind;
import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.spelling.Nearest;
import java.lang.reflect.Method;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of nodes, by their shape. Goes on after a problem, so that all are reported; what
 * has a problem is null and never reaches a constructor.
 */
final class Decoder {
  private static final int LONGEST_EXAMPLE = 100;

  private final Report report;

  Decoder(Report report) {
    this.report = report;
  }

  @Nullable Object decode(Node node, Shape shape, At at) {
    report.visit(at);
    return switch (shape) {
      case Shape.Text text -> text(node, text, at);
      case Shape.Whole whole -> whole(node, whole, at);
      case Shape.Fraction fraction -> fraction(node, fraction, at);
      case Shape.Truth truth -> truth(node, truth, at);
      case Shape.Choice choice -> choice(node, choice, at);
      case Shape.Items items -> items(node, items, at);
      case Shape.Entries entries -> entries(node, entries, at);
      case Shape.Alone alone -> alone(node, alone, at);
      case Shape.Block block -> block(node, block, at);
      case Shape.OneOf oneOf -> oneOf(node, oneOf, at);
    };
  }

  private @Nullable Object text(Node node, Shape.Text shape, At at) {
    if (node instanceof Node.Scalar(_, var text, var type) && type == Node.Type.TEXT) {
      return checked(() -> shape.read().apply(text), node, at);
    }
    if (node instanceof Node.Scalar(_, var text, var type)
        && type != Node.Type.NOTHING
        && shape.name().equals("text")
        && shape.pattern().isEmpty()) {
      report.add(
          at, "found " + node.noun() + ", expected text. Put it in quotes: " + Shown.quoted(text));
      return null;
    }
    return wrongType(node, shape, at, shape.secrecy());
  }

  private @Nullable Object whole(Node node, Shape.Whole shape, At at) {
    if (node instanceof Node.Scalar(_, var text, var type) && type == Node.Type.WHOLE) {
      try {
        return shape.type() == Integer.class ? (Object) Integer.valueOf(text) : Long.valueOf(text);
      } catch (NumberFormatException e) {
        report.add(at, "the number " + Shown.text(text) + " is too large, or not decimal");
        return null;
      }
    }
    return wrongType(node, shape, at, Shape.Secrecy.SHOWN);
  }

  private @Nullable Object fraction(Node node, Shape.Fraction shape, At at) {
    if (node instanceof Node.Scalar(_, var text, var type)
        && (type == Node.Type.WHOLE || type == Node.Type.FRACTION)) {
      try {
        var number = Double.parseDouble(text);
        if (Double.isFinite(number)) {
          return number;
        }
      } catch (NumberFormatException e) {
        return wrongType(node, shape, at, Shape.Secrecy.SHOWN);
      }
    }
    return wrongType(node, shape, at, Shape.Secrecy.SHOWN);
  }

  private @Nullable Object truth(Node node, Shape.Truth shape, At at) {
    if (node instanceof Node.Scalar(_, var text, var type) && type == Node.Type.TRUTH) {
      return text.equalsIgnoreCase("true");
    }
    return wrongType(node, shape, at, Shape.Secrecy.SHOWN);
  }

  private @Nullable Object choice(Node node, Shape.Choice shape, At at) {
    if (node instanceof Node.Scalar(_, var text, var type) && type == Node.Type.TEXT) {
      var value = shape.values().get(text);
      if (value == null) {
        report.add(
            at,
            "there is no " + Shown.quoted(text) + " here, expected " + shape.expected(),
            Nearest.to(text, shape.values().keySet()));
      }
      return value;
    }
    return wrongType(node, shape, at, Shape.Secrecy.SHOWN);
  }

  private @Nullable Object items(Node node, Shape.Items shape, At at) {
    var found = new ArrayList<>();
    var nodes =
        switch (node) {
          case Node.Listing(_, var items) -> items;
          case Node.Scalar(_, _, var type) when type == Node.Type.NOTHING -> List.<Node>of();
          case Node.Scalar scalar -> List.<Node>of(scalar);
          case Node.Mapping _ -> null;
        };
    if (nodes == null) {
      report.add(at, "found a block, expected a list; begin each item with \"- \"");
      return null;
    }
    for (var i = 0; i < nodes.size(); i++) {
      var item = decode(nodes.get(i), shape.item(), at.item(i, nodes.get(i).place()));
      if (item != null) {
        found.add(item);
      }
    }
    return found.size() == nodes.size() ? found : null;
  }

  private @Nullable Object entries(Node node, Shape.Entries shape, At at) {
    if (isNothing(node)) {
      return Map.of();
    }
    if (!(node instanceof Node.Mapping(_, var entries))) {
      return wrongType(node, shape, at, Shape.Secrecy.HIDDEN);
    }
    var found = new LinkedHashMap<Object, Object>();
    entries.forEach((name, entry) -> {
      var here = at.entry(name, entry.place());
      var key = checked(() -> shape.key().read().apply(name), node, here);
      var value = decode(entry.value(), shape.value(), here);
      if (key != null && value != null) {
        found.put(key, value);
      }
    });
    return found.size() == entries.size() ? found : null;
  }

  private @Nullable Object alone(Node node, Shape.Alone shape, At at) {
    if (shape.shortForm().isPresent() && isText(node)) {
      return shortForm(shape.shortForm().get(), node, at);
    }
    var inner = decode(node, shape.inner(), at);
    return inner == null ? null : make(shape.type(), List.of(inner), node, at);
  }

  private @Nullable Object block(Node node, Shape.Block shape, At at) {
    if (shape.shortForm().isPresent() && isText(node)) {
      return shortForm(shape.shortForm().get(), node, at);
    }
    var written = isNothing(node) && shape.needsNothing() ? Node.empty(at.place()) : node;
    if (!(written instanceof Node.Mapping mapping)) {
      return wrongType(node, shape, at, Shape.Secrecy.HIDDEN);
    }
    var known = shape.fields().stream().map(Shape.Field::key).toList();
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (!known.contains(key)) {
            unknown("setting", key, known, at.entry(key, entry.place()));
          }
        });
    var values = new ArrayList<>();
    for (var field : shape.fields()) {
      var value = field(mapping, field, at);
      if (value != null) {
        values.add(value);
      }
    }
    var isWhole =
        values.size() == shape.fields().size() && known.containsAll(mapping.entries().keySet());
    return isWhole ? make(shape.type(), values, mapping, at) : null;
  }

  private @Nullable Object field(Node.Mapping mapping, Shape.Field field, At at) {
    var entry = mapping.entries().get(field.key());
    var place = entry == null ? at.place() : entry.place();
    var here = at.entry(field.key(), place).withExample(field.example());
    if (entry == null || (isNothing(entry.value()) && field.shape().mayBeNothing())) {
      return absent(field, here);
    }
    var value = decode(entry.value(), field.shape(), here);
    return value != null && field.presence() == Shape.Presence.OPTIONAL
        ? Optional.of(value)
        : value;
  }

  private @Nullable Object absent(Shape.Field field, At at) {
    return switch (field.presence()) {
      case OPTIONAL -> Optional.empty();
      case REQUIRED -> {
        report.add(at, "is missing; expected " + expectation(field.shape(), at));
        yield null;
      }
      case DEFAULTED -> {
        var text = field.defaultText();
        var node = text.map(YamlReader::ofProgram).orElse(nothing(at));
        yield decode(node, field.shape(), at);
      }
    };
  }

  private static Node nothing(At at) {
    return new Node.Scalar(at.place(), "", Node.Type.NOTHING);
  }

  private @Nullable Object oneOf(Node node, Shape.OneOf shape, At at) {
    var names = shape.options().stream().map(Shape.Option::name).toList();
    if (node instanceof Node.Scalar(_, var text, var type) && type == Node.Type.TEXT) {
      return option(text, nothing(at), names, shape, at);
    }
    if (!(node instanceof Node.Mapping(_, var entries)) || entries.size() != 1) {
      return wrongType(node, shape, at, Shape.Secrecy.HIDDEN);
    }
    var only = entries.entrySet().iterator().next();
    var here = at.entry(only.getKey(), only.getValue().place());
    return option(only.getKey(), only.getValue().value(), names, shape, here);
  }

  private @Nullable Object option(
      String name, Node settings, List<String> names, Shape.OneOf shape, At at) {
    var chosen = shape.options().stream().filter(option -> option.name().equals(name)).findFirst();
    if (chosen.isEmpty()) {
      unknown("kind", name, names, at);
      return null;
    }
    var decoded = decode(settings, chosen.get().settings(), at);
    return decoded == null ? null : chosen(chosen.get().kind(), (Record) decoded, at);
  }

  private <T> Chosen<T> chosen(Kind<?, T> kind, Record settings, At at) {
    return new Chosen<>(kind, settings, source(at));
  }

  private @Nullable Object shortForm(Method factory, Node node, At at) {
    var text = ((Node.Scalar) node).text();
    return checked(
        () ->
            factory.getParameterCount() == 1
                ? Records.call(factory, text)
                : Records.call(factory, text, source(at)),
        node,
        at);
  }

  /** Makes a record of its components without the sources, which are filled in here. */
  private @Nullable Object make(Class<? extends Record> type, List<?> values, Node node, At at) {
    var given = values.iterator();
    var all = new ArrayList<>();
    for (var component : type.getRecordComponents()) {
      all.add(
          Records.isSource(component) ? Records.asDeclared(source(at), component) : given.next());
    }
    return checked(() -> Records.make(type, all.toArray()), node, at);
  }

  private Source source(At at) {
    return new Source(at.path(), report.file() + ":" + at.place().line());
  }

  /** What a constructor throws becomes a problem at the setting that its message begins with. */
  private @Nullable Object checked(Supplier<Object> making, Node node, At at) {
    try {
      return making.get();
    } catch (IllegalArgumentException | DateTimeException e) {
      Complaint.of(String.valueOf(e.getMessage()), node, at).addTo(report);
      return null;
    }
  }

  private void unknown(String what, String name, Collection<String> known, At at) {
    report.add(
        at,
        "there is no "
            + what
            + " "
            + Shown.quoted(name)
            + " here; known are "
            + String.join(", ", known),
        Nearest.to(name, known));
  }

  private @Nullable Object wrongType(Node node, Shape expected, At at, Shape.Secrecy secrecy) {
    var found =
        switch (node) {
          case Node.Scalar(_, var text, var type)
              when type != Node.Type.NOTHING && secrecy == Shape.Secrecy.SHOWN ->
              Shown.quoted(text);
          default -> node.noun();
        };
    report.add(at, "found " + found + ", expected " + expectation(expected, at));
    return null;
  }

  private static String expectation(Shape shape, At at) {
    var written = at.example().isEmpty() ? shape.example() : at.example();
    var example = written.isEmpty() ? "" : YamlText.flow(YamlReader.ofProgram(written));
    var isShort = !example.isEmpty() && example.length() <= LONGEST_EXAMPLE;
    return shape.expected() + (isShort ? ", for example: " + example : "");
  }

  private static boolean isText(Node node) {
    return node instanceof Node.Scalar(_, _, var type) && type == Node.Type.TEXT;
  }

  private static boolean isNothing(Node node) {
    return node instanceof Node.Scalar(_, _, var type) && type == Node.Type.NOTHING;
  }
}
