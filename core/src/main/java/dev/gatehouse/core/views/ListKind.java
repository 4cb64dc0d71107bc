package dev.gatehouse.core.views;

import dev.gatehouse.core.registry.Primitive;
import java.util.Optional;

/** The four lists that a server can offer. */
public enum ListKind {
  TOOLS("tools/list", "tools", "tools", Primitive.TOOL),
  PROMPTS("prompts/list", "prompts", "prompts", Primitive.PROMPT),
  RESOURCES("resources/list", "resources", "resources", Primitive.RESOURCE),
  TEMPLATES("resources/templates/list", "resourceTemplates", "resources", Primitive.RESOURCE);

  private final String method;
  private final String field;
  private final String capability;
  private final Primitive primitive;

  ListKind(String method, String field, String capability, Primitive primitive) {
    this.method = method;
    this.field = field;
    this.capability = capability;
    this.primitive = primitive;
  }

  /** The method that asks for the list. */
  public String method() {
    return method;
  }

  /** The field of the result that holds the items. */
  public String field() {
    return field;
  }

  /** The capability that announces it. */
  public String capability() {
    return capability;
  }

  /** What the items are to a policy. */
  public Primitive primitive() {
    return primitive;
  }

  /** The list that the method asks for, empty for other methods. */
  public static Optional<ListKind> of(String method) {
    for (var kind : values()) {
      if (kind.method.equals(method)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The lists that a {@code list_changed} notification speaks of; none for other methods. */
  static java.util.List<ListKind> changedBy(String notification) {
    return switch (notification) {
      case "notifications/tools/list_changed" -> java.util.List.of(TOOLS);
      case "notifications/prompts/list_changed" -> java.util.List.of(PROMPTS);
      case "notifications/resources/list_changed" -> java.util.List.of(RESOURCES, TEMPLATES);
      default -> java.util.List.of();
    };
  }
}
