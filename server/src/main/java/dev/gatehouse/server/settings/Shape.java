package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.Kind;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a setting may look like, read off the records once. Decoder, JSON schema, manual, example
 * and long form all go by it, so that they cannot disagree.
 */
sealed interface Shape {
  /** What is expected, in words. */
  String expected();

  /** A value as it would be written, empty for none. */
  default String example() {
    return "";
  }

  /**
   * One text.
   *
   * @param name the word for it in the manual
   * @param pattern regular expression for the whole of it, empty for any
   * @param example as it would be written, empty for none
   * @param secrecy whether a wrong one may be repeated in a message
   * @param read makes the object; throws IllegalArgumentException with the rule that is broken
   * @param write the text of an object
   */
  record Text(
      String name,
      String pattern,
      String example,
      Secrecy secrecy,
      Function<String, Object> read,
      Function<Object, String> write)
      implements Shape {
    @Override
    public String expected() {
      return name;
    }
  }

  /** Whether a wrong value may be shown. */
  enum Secrecy {
    SHOWN,
    HIDDEN
  }

  /** A whole number, an {@code Integer} or a {@code Long}. */
  record Whole(Class<?> type) implements Shape {
    @Override
    public String expected() {
      return "a whole number";
    }

    @Override
    public String example() {
      return "10";
    }
  }

  /** A number with or without a fraction. */
  record Fraction() implements Shape {
    @Override
    public String expected() {
      return "a number";
    }

    @Override
    public String example() {
      return "0.5";
    }
  }

  /** A yes or no. */
  record Truth() implements Shape {
    @Override
    public String expected() {
      return "true or false";
    }
  }

  /**
   * One of a few words.
   *
   * @param values the constants by their names in the settings
   */
  record Choice(Map<String, Object> values) implements Shape {
    @Override
    public String expected() {
      return "one of " + String.join(", ", values.keySet());
    }
  }

  /** A list; one item may stand for a list of one. */
  record Items(Shape item) implements Shape {
    @Override
    public String expected() {
      return "a list";
    }
  }

  /** Blocks or values by a free name. */
  record Entries(Text key, Shape value) implements Shape {
    @Override
    public String expected() {
      return "a block of names, each with " + value.expected();
    }
  }

  /** A record written as its only component. */
  record Alone(
      Class<? extends Record> type,
      Method accessor,
      Shape inner,
      Optional<Method> shortForm,
      String example)
      implements Shape {
    @Override
    public String expected() {
      return inner.expected() + shortForm.map(_ -> ", or text for short").orElse("");
    }
  }

  /**
   * A record written as a block with fixed keys.
   *
   * @param doc what the block is for
   * @param fields in the order of the record
   * @param shortForm makes the record of one text
   */
  record Block(
      Class<? extends Record> type, String doc, List<Field> fields, Optional<Method> shortForm)
      implements Shape {
    @Override
    public String expected() {
      var keys = String.join(", ", fields.stream().map(Field::key).toList());
      return "a block with " + keys + shortForm.map(_ -> ", or text for short").orElse("");
    }

    /** Whether it may be left out as a whole. */
    boolean needsNothing() {
      return fields.stream().noneMatch(Field::isRequired);
    }
  }

  /** Something pluggable: a block with one key, which names the kind. */
  record OneOf(List<Option> options) implements Shape {
    @Override
    public String expected() {
      var names = String.join(", ", options.stream().map(Option::name).toList());
      return "a block with one key, which is one of " + names;
    }
  }

  /** One kind to choose. */
  record Option(Kind<?, ?> kind, Block settings) {
    String name() {
      return kind.name();
    }
  }

  /**
   * One key of a block.
   *
   * @param key dashed lower case
   * @param presence what it means when it is not written
   * @param defaultText YAML text, when there is a default
   * @param accessor reads it from the record
   */
  record Field(
      String key,
      Shape shape,
      Presence presence,
      Optional<String> defaultText,
      String doc,
      String example,
      Method accessor) {
    boolean isRequired() {
      return presence == Presence.REQUIRED;
    }
  }

  /** What it means when a key is not written. */
  enum Presence {
    /** That is a problem. */
    REQUIRED,
    /** The component is an empty Optional. */
    OPTIONAL,
    /** The component has its default, or is an empty list, map or block. */
    DEFAULTED
  }

  /** Whether a key may stand there with nothing behind it. */
  default boolean mayBeNothing() {
    return switch (this) {
      case Items _, Entries _ -> true;
      case Block block -> block.needsNothing();
      case Alone alone -> alone.inner().mayBeNothing();
      case Text _, Whole _, Fraction _, Truth _, Choice _, OneOf _ -> false;
    };
  }
}
