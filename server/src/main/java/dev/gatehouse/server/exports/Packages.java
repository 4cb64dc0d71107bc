package dev.gatehouse.server.exports;

import dev.gatehouse.server.exports.Way.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Makes commands of packages: with npx, uvx and docker, for one exact version each, and with all
 * arguments, so that a client's list of allowed commands can hold them whole.
 */
final class Packages {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9@][^\\s\"'`\\\\;|&<>*]{0,255}");

  private Packages() {}

  /** The command of a package, or why there is none. */
  static Way way(JsonNode offered) {
    var type = Ways.text(offered, "registryType");
    if (!Ways.text(offered.path("transport"), "type").equals("stdio")) {
      return new Way.None("its package does not speak over standard input and output");
    }
    var identifier = Ways.text(offered, "identifier");
    var version = Ways.text(offered, "version");
    if (!WORD.matcher(identifier).matches() || !isWordOrNothing(version)) {
      return new Way.None("its package has no name that a command could hold");
    }
    var before = arguments(offered.path("runtimeArguments"));
    var after = arguments(offered.path("packageArguments"));
    var environment = environment(offered.path("environmentVariables"));
    if (before.isEmpty() || after.isEmpty() || environment.isEmpty()) {
      return new Way.None("its package wants arguments or variables that leave something open");
    }
    var base = Ways.text(offered, "registryBaseUrl");
    if (!base.isEmpty() && !Ways.isWholeUrl(base)) {
      return new Way.None("its package is kept at no whole address");
    }
    var command =
        switch (type) {
          case "npm" -> npx(identifier, version, base, before.get());
          case "pypi" -> uvx(identifier, version, base, before.get());
          case "oci" -> docker(identifier, version, before.get(), environment.get());
          default -> List.<String>of();
        };
    if (command.isEmpty()) {
      return new Way.None(
          "its package is of another type than npm, pypi and oci, or of no exact version");
    }
    var whole = new ArrayList<>(command);
    whole.addAll(after.get());
    return whole.stream().allMatch(Ways::isPlain)
            && environment.get().stream().allMatch(Ways::isPlain)
        ? new Way.Launch(whole, environment.get())
        : new Way.None("its package says what a client would take for a variable");
  }

  private static boolean isWordOrNothing(String version) {
    return version.isEmpty() || WORD.matcher(version).matches();
  }

  private static List<String> npx(
      String identifier, String version, String base, List<String> before) {
    if (version.isEmpty()) {
      return List.of();
    }
    var command = new ArrayList<>(List.of("npx", "-y"));
    if (!base.isEmpty()) {
      command.add("--registry=" + base);
    }
    before.stream()
        .filter(word -> !word.equals("-y") && !word.equals("--yes"))
        .forEach(command::add);
    command.add(identifier + "@" + version);
    return command;
  }

  private static List<String> uvx(
      String identifier, String version, String base, List<String> before) {
    if (version.isEmpty()) {
      return List.of();
    }
    var command = new ArrayList<>(List.of("uvx"));
    if (!base.isEmpty()) {
      var bare = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
      command.add("--default-index=" + (bare.endsWith("/simple") ? bare : bare + "/simple"));
    }
    command.addAll(before);
    command.add(identifier + "@" + version);
    return command;
  }

  private static List<String> docker(
      String identifier, String version, List<String> before, List<Need> environment) {
    var hasTag = identifier.lastIndexOf(':') > identifier.lastIndexOf('/');
    if (!hasTag && version.isEmpty()) {
      return List.of();
    }
    var command = new ArrayList<>(List.of("docker", "run", "-i", "--rm"));
    environment.forEach(need -> command.addAll(List.of("-e", need.name())));
    before.stream().filter(word -> !command.subList(2, 4).contains(word)).forEach(command::add);
    command.add(hasTag ? identifier : identifier + ":" + version);
    return command;
  }

  /** The words of arguments; empty when one must be given that nobody knows yet. */
  private static Optional<List<String>> arguments(JsonNode arguments) {
    var words = new ArrayList<String>();
    for (var argument : arguments.values()) {
      var name = Ways.text(argument, "name");
      var value = Ways.fixed(argument);
      var wantsValue = !Ways.text(argument, "value").isEmpty();
      var isRequired = argument.path("isRequired").asBoolean(false);
      if (Ways.text(argument, "type").equals("named")) {
        if (value.isEmpty() && wantsValue) {
          return Optional.empty();
        }
        if (value.isPresent() || isRequired) {
          words.add(name);
        }
      } else if (value.isEmpty() && (isRequired || wantsValue)) {
        return Optional.empty();
      }
      value.ifPresent(words::add);
    }
    return Optional.of(words);
  }

  /** Variables; empty when one cannot be named. */
  private static Optional<List<Need>> environment(JsonNode variables) {
    var needs = new ArrayList<Need>();
    for (var variable : variables.values()) {
      var name = Ways.text(variable, "name");
      if (!VARIABLE.matcher(name).matches()) {
        return Optional.empty();
      }
      Ways.need(variable, name, name).ifPresent(needs::add);
    }
    return Optional.of(needs);
  }
}
