package dev.gatehouse.server.settings;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;

/** Asks an independent validator what it says of a YAML text by the generated schema. */
final class SchemaCheck {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(
              SettingsSchema.of(new SettingsLoader(BuiltInKinds.ALL).shape()), InputFormat.JSON);

  private SchemaCheck() {}

  /** Empty when the schema takes it. A text that is no YAML is faulty too. */
  static List<String> faults(String yaml) {
    var report = new Report("yaml");
    var node = YamlReader.read(yaml, report);
    if (node.isEmpty()) {
      return List.of("not YAML");
    }
    return SCHEMA.validate(NodeJson.of(node.get())).stream().map(Error::toString).toList();
  }
}
