package dev.gatehouse.protocol;

/** Names of the extensions that Gatehouse understands. */
public final class McpExtensions {
  /** Resources that a host shows as an interface of a tool. */
  public static final String UI = "io.modelcontextprotocol/ui";

  /** Calls that go on after their answer, revision 2026-07-28. */
  public static final String TASKS = "io.modelcontextprotocol/tasks";

  private McpExtensions() {}
}
