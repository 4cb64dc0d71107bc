package dev.gatehouse.server.exports;

import java.util.List;

/** How a client gets to a server. Nothing in it could be taken for a variable of the client. */
sealed interface Way {
  /**
   * Over the network.
   *
   * @param type as {@code server.json} has it: {@code streamable-http} or {@code sse}
   */
  record Remote(String type, String url, List<Need> headers) implements Way {
    public Remote {
      headers = List.copyOf(headers);
    }

    /** As clients have it in their settings. */
    String clientType() {
      return type.equals("sse") ? "sse" : "http";
    }
  }

  /**
   * By starting a program.
   *
   * @param command the program and all of its arguments
   */
  record Launch(List<String> command, List<Need> environment) implements Way {
    public Launch {
      command = List.copyOf(command);
      environment = List.copyOf(environment);
    }
  }

  /** By none that could be written down whole. */
  record None(String why) implements Way {}

  /** A header or variable that the server wants. */
  record Need(String name, Value value) {}

  /** Where the value of a need comes from. */
  sealed interface Value {
    /** It is known, and no secret of anybody. */
    record Fixed(String text) implements Value {}

    /**
     * Whoever uses the client has it.
     *
     * @param before what stands before it, for example {@code Bearer} and a blank
     * @param variable of the environment in which it may be
     */
    record Asked(String before, String variable, boolean isSecret) implements Value {}
  }
}
