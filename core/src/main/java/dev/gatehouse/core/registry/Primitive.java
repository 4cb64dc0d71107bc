package dev.gatehouse.core.registry;

/** What a server offers and a policy can name. */
public enum Primitive {
  TOOL("tool"),
  RESOURCE("resource"),
  PROMPT("prompt");

  private final String noun;

  Primitive(String noun) {
    this.noun = noun;
  }

  /** The word in settings, messages and records. */
  public String noun() {
    return noun;
  }
}
