package dev.gatehouse.server.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON schema of the settings file, for editors. Takes every file that the decoder takes; what
 * a schema cannot say, such as the range of a duration, only the decoder refuses.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/schema">draft 2020-12</a>
 */
final class SettingsSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ObjectNode definitions = JSON.objectNode();

  private SettingsSchema() {}

  /** The schema as JSON text that ends with a line end. */
  static String of(Shape.Block root) {
    return new SettingsSchema().document(root);
  }

  private String document(Shape.Block root) {
    var document =
        JSON.objectNode()
            .put("$schema", "https://json-schema.org/draft/2020-12/schema")
            .put("$id", "urn:gatehouse:settings")
            .put("title", "gatehouse.yaml");
    document.setAll(properties(root));
    document.set("type", JSON.arrayNode().add("object").add("null"));
    document.set("$defs", definitions);
    var mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    return mapper.writeValueAsString(document).replace("\r\n", "\n") + "\n";
  }

  private ObjectNode schema(Shape shape) {
    var forms = new ArrayList<ObjectNode>();
    switch (shape) {
      case Shape.Items items -> {
        forms.add(type("array").set("items", schema(items.item())));
        scalar(items.item()).ifPresent(forms::add);
      }
      case Shape.Entries entries -> forms.add(entries(entries));
      case Shape.Alone alone -> {
        forms.add(schema(alone.inner()));
        alone.shortForm().ifPresent(_ -> forms.add(type("string")));
      }
      case Shape.Block block -> {
        forms.add(JSON.objectNode().put("$ref", "#/$defs/" + define(block)));
        scalar(block).ifPresent(forms::add);
      }
      case Shape.OneOf oneOf -> {
        forms.add(oneOf(oneOf));
        scalar(oneOf).ifPresent(forms::add);
      }
      case Shape.Text _, Shape.Whole _, Shape.Fraction _, Shape.Truth _, Shape.Choice _ ->
          scalar(shape).ifPresent(forms::add);
    }
    if (shape.mayBeNothing()) {
      forms.add(type("null"));
    }
    return anyOf(forms);
  }

  /** What is taken where a single value stands, not a list or block. */
  private static Optional<ObjectNode> scalar(Shape shape) {
    return switch (shape) {
      case Shape.Text text -> Optional.of(text(text));
      case Shape.Whole whole -> Optional.of(whole(whole));
      case Shape.Fraction _ -> Optional.of(type("number"));
      case Shape.Truth _ -> Optional.of(type("boolean"));
      case Shape.Choice choice -> Optional.of(words(choice.values().keySet().stream()));
      case Shape.Items items -> scalar(items.item());
      case Shape.Entries _ -> Optional.empty();
      case Shape.Alone alone ->
          alone.shortForm().map(_ -> type("string")).or(() -> scalar(alone.inner()));
      case Shape.Block block -> block.shortForm().map(_ -> type("string"));
      case Shape.OneOf oneOf -> {
        var alone = oneOf.options().stream().filter(option -> option.settings().needsNothing());
        var names = alone.map(Shape.Option::name).toList();
        yield names.isEmpty() ? Optional.empty() : Optional.of(words(names.stream()));
      }
    };
  }

  private static ObjectNode text(Shape.Text text) {
    var schema = type("string");
    return text.pattern().isEmpty() ? schema : schema.put("pattern", whole(text.pattern()));
  }

  private static ObjectNode whole(Shape.Whole whole) {
    var schema = type("integer");
    return whole.type() == Integer.class
        ? schema.put("minimum", Integer.MIN_VALUE).put("maximum", Integer.MAX_VALUE)
        : schema.put("minimum", Long.MIN_VALUE).put("maximum", Long.MAX_VALUE);
  }

  private static ObjectNode words(Stream<String> words) {
    var array = JSON.arrayNode();
    words.forEach(array::add);
    return JSON.objectNode().set("enum", array);
  }

  private ObjectNode entries(Shape.Entries entries) {
    var schema = type("object");
    if (!entries.key().pattern().isEmpty()) {
      schema.set("propertyNames", JSON.objectNode().put("pattern", whole(entries.key().pattern())));
    }
    return schema.set("additionalProperties", schema(entries.value()));
  }

  private ObjectNode oneOf(Shape.OneOf oneOf) {
    var properties = JSON.objectNode();
    for (var option : oneOf.options()) {
      var property = schema(option.settings());
      if (!option.settings().doc().isEmpty()) {
        property.put("description", option.settings().doc());
      }
      properties.set(option.name(), property);
    }
    var schema = type("object");
    schema.set("properties", properties);
    return schema
        .put("additionalProperties", false)
        .put("minProperties", 1)
        .put("maxProperties", 1);
  }

  private String define(Shape.Block block) {
    var name = nameOf(block.type());
    if (!definitions.has(name)) {
      definitions.putObject(name);
      definitions.set(name, properties(block));
    }
    return name;
  }

  private ObjectNode properties(Shape.Block block) {
    var schema = type("object");
    if (!block.doc().isEmpty()) {
      schema.put("description", block.doc());
    }
    var properties = JSON.objectNode();
    var required = JSON.arrayNode();
    for (var field : block.fields()) {
      properties.set(field.key(), property(field));
      if (field.isRequired()) {
        required.add(field.key());
      }
    }
    schema.set("properties", properties);
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema.put("additionalProperties", false);
  }

  private ObjectNode property(Shape.Field field) {
    var schema = schema(field.shape());
    if (!field.doc().isEmpty()) {
      schema.put("description", field.doc());
    }
    field
        .defaultText()
        .ifPresent(text -> schema.set("default", NodeJson.of(YamlReader.ofProgram(text))));
    if (!field.example().isEmpty()) {
      var example = NodeJson.of(YamlReader.ofProgram(field.example()));
      schema.set("examples", JSON.arrayNode().add(example));
    }
    return schema;
  }

  private static ObjectNode anyOf(List<ObjectNode> forms) {
    if (forms.size() == 1) {
      return forms.getFirst();
    }
    var array = JSON.arrayNode();
    forms.forEach(array::add);
    return JSON.objectNode().set("anyOf", array);
  }

  private static ObjectNode type(String name) {
    return JSON.objectNode().put("type", name);
  }

  private static String whole(String pattern) {
    return "^(?:" + pattern + ")$";
  }

  /** The simple name, behind that of the type around it. */
  private static String nameOf(Class<?> type) {
    var names = Arrays.asList(type.getName().split("[.$]", -1));
    return type.getEnclosingClass() == null
        ? names.getLast()
        : names.get(names.size() - 2) + names.getLast();
  }
}
