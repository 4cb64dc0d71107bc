package dev.gatehouse.conformance;

/** Which eras the fixture speaks. */
enum FixtureMode {
  DUAL("dual"),
  LEGACY("legacy"),
  MODERN("modern");

  private final String argument;

  FixtureMode(String argument) {
    this.argument = argument;
  }

  /** As {@code fixture.mjs} takes it. */
  String argument() {
    return argument;
  }
}
