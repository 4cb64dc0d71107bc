package dev.gatehouse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The completion of a tree of commands in fish's language. */
final class FishScript {
  /** Tells which command a line has come to, by its words without options. */
  private static final String FUNCTIONS =
      """
      function __gatehouse_words
          for word in (commandline -opc)[2..]
              string match -q -- '-*' $word; or echo $word
          end
      end
      function __gatehouse_is
          set -l words (__gatehouse_words)
          test "$words" = "$argv"
      end
      function __gatehouse_at
          set -l words (__gatehouse_words)
          set -l depth (count $argv)
          test (count $words) -ge $depth; and test "$words[1..$depth]" = "$argv"
      end
      function __gatehouse_names
          set -l words (commandline -opc)
          $words[1] complete $argv[1] 2>/dev/null
      end
      """;

  private final CommandLine root;
  private final List<String> lines = new ArrayList<>();

  FishScript(CommandLine root) {
    this.root = root;
  }

  String text() {
    lines.add(FUNCTIONS.stripTrailing());
    lines.add("complete -c " + root.getCommandName() + " -f");
    describe(root, "");
    return String.join("\n", lines);
  }

  private void describe(CommandLine command, String path) {
    var is = "'" + ("__gatehouse_is " + path).strip() + "'";
    var at = path.isEmpty() ? is : "'__gatehouse_at " + path + "'";
    for (var below : command.getSubcommands().values()) {
      var spec = below.getCommandSpec();
      if (!spec.usageMessage().hidden()) {
        lines.add(start(is) + " -a " + spec.name() + description(spec.usageMessage().header()));
        describe(below, (path + " " + spec.name()).strip());
      }
    }
    command.getCommandSpec().options().forEach(option -> describe(option, at));
    command.getCommandSpec().positionalParameters().forEach(place -> describe(place, at));
  }

  private void describe(OptionSpec option, String at) {
    var names =
        option.negatable() || option.hidden()
            ? ""
            : java.util.Arrays.stream(option.names())
                .map(name ->
                    name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
                .collect(Collectors.joining());
    if (!names.isEmpty()) {
      var takes = option.arity().max() > 0 ? " -x" + candidates(option) : "";
      lines.add(start(at) + names + takes + description(option.description()));
    }
  }

  private void describe(PositionalParamSpec place, String at) {
    var candidates = candidates(place);
    if (!candidates.isEmpty()) {
      lines.add(start(at) + candidates);
    }
  }

  private String start(String at) {
    return "complete -c " + root.getCommandName() + " -n " + at;
  }

  private static String candidates(ArgSpec arg) {
    @Nullable Iterable<String> candidates = arg.completionCandidates();
    if (candidates == null) {
      return "";
    }
    var words = StreamSupport.stream(candidates.spliterator(), false).toList();
    for (var names : Names.values()) {
      if (words.contains(names.marker())) {
        return " -a '(__gatehouse_names " + names.word() + ")'";
      }
    }
    return words.isEmpty() ? "" : " -a '" + String.join(" ", words) + "'";
  }

  private static String description(String[] texts) {
    if (texts.length == 0) {
      return "";
    }
    var sentence = texts[0].replaceAll("\\$\\{[A-Z-]+}", "").replace("'", "");
    var end = sentence.indexOf(". ");
    return " -d '" + (end < 0 ? sentence : sentence.substring(0, end)).replaceAll("\\.$", "") + "'";
  }
}
