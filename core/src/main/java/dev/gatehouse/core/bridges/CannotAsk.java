package dev.gatehouse.core.bridges;

/** Why what a server asks for cannot be had of its client: words for whoever made the call. */
final class CannotAsk extends Exception {
  private static final long serialVersionUID = 1L;

  CannotAsk(String why) {
    super(why, null, false, false);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
