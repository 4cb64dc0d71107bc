package dev.gatehouse.conformance;

/** Which tools a server of the matrix has for the things that are tried with it. */
enum PairingTools {
  /** The same under the same names, made for the matrix. */
  OF_THE_MATRIX("matrix/script.json"),
  /** Those of the published server "everything", as it comes. */
  OF_EVERYTHING("matrix/everything.json");

  private final String script;

  PairingTools(String script) {
    this.script = script;
  }

  /** The script that uses them, among the scripts of this project. */
  String script() {
    return script;
  }

  /** Whether a client that ran that script did this with the server. */
  boolean show(PairingCell cell, PairingScript ran, Transcript saw) {
    return switch (this) {
      case OF_THE_MATRIX -> cell.holds(ran, saw);
      case OF_EVERYTHING -> EverythingCells.holds(cell, ran, saw);
    };
  }
}
