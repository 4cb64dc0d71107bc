package dev.gatehouse.core.policy;

/** The JSON type of a tool's argument, as its input schema declares it. */
public enum ArgumentType {
  STRING,
  INTEGER,
  NUMBER,
  BOOLEAN,
  ARRAY,
  OBJECT,
  /** Several types, none declared, or one we do not know. */
  ANY;

  /** The type for JSON Schema's word. */
  public static ArgumentType of(String word) {
    return switch (word) {
      case "string" -> STRING;
      case "integer" -> INTEGER;
      case "number" -> NUMBER;
      case "boolean" -> BOOLEAN;
      case "array" -> ARRAY;
      case "object" -> OBJECT;
      default -> ANY;
    };
  }
}
