package dev.gatehouse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program itself, above all commands. */
@Command(
    name = "gatehouse",
    description = {
      "A private MCP registry and a deny-by-default MCP gateway.",
      "Commands end with 0 for yes or done, 1 for failure, 2 for a wrong command line, 3 when policy"
          + " refuses, 4 when evidence is broken. Answers go to standard output, everything else to"
          + " standard error.",
      "GATEHOUSE_URL names the gateway, GATEHOUSE_KEY the key; NO_COLOR and COLUMNS are heeded."
    },
    footer = "server add crm https://crm.internal.example/mcp")
final class Root implements IVersionProvider {
  private final String version;

  Root(String version) {
    this.version = version;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"Gatehouse " + version};
  }
}
