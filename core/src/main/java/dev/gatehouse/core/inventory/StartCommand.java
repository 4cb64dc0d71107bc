package dev.gatehouse.core.inventory;

import dev.gatehouse.core.inventory.Identity.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says what a command starts: which package, image, address or program, however it is spelled. What
 * is left of the command is not kept.
 *
 * @param identity what it starts
 * @param through the program that fetches or bridges it; empty when it is started itself
 */
public record StartCommand(Identity identity, String through) {
  private static final int MOST_WORDS = 500;
  private static final int MOST_WRAPPERS = 4;
  private static final Set<String> SHELLS = Set.of("sh", "bash", "zsh", "dash", "wsl");
  private static final Set<String> BRIDGES =
      Set.of("mcp-remote", "supergateway", "mcp-proxy", "mcp-remote-client");
  private static final Set<String> INTERPRETERS =
      Set.of("node", "python", "python3", "deno", "bun", "tsx", "ts-node", "ruby", "java", "uv");
  private static final Set<String> SCRIPTS =
      Set.of(".js", ".mjs", ".cjs", ".ts", ".py", ".rb", ".jar");

  /**
   * What these words start.
   *
   * @param words program and arguments, see {@link #unfolded}
   * @param environment what it is given beside them; only the address of a gateway is looked at
   */
  public static StartCommand of(List<String> words, Map<String, String> environment) {
    return of(new Words(unfolded(words).stream().limit(MOST_WORDS).toList()), environment, 0);
  }

  /**
   * The words of a command, where some of them are folded into the first: clients take {@code "npx
   * -y crm"} for a program and its arguments. What follows a path in the same text is no part of
   * the path.
   */
  public static List<String> unfolded(List<String> words) {
    var first = words.isEmpty() ? "" : words.getFirst().strip();
    if (first.chars().noneMatch(Character::isWhitespace)) {
      return words;
    }
    var inner = split(first);
    var isPath = !inner.isEmpty() && inner.getFirst().matches("[^\"'=]*[/\\\\][^=]*");
    var unfolded = new ArrayList<String>();
    if (isPath && words.size() > 1) {
      unfolded.add(pathOf(first));
    } else {
      unfolded.addAll(inner);
    }
    unfolded.addAll(words.subList(1, words.size()));
    return unfolded;
  }

  /** A text as a shell would split it, roughly. */
  public static List<String> split(String text) {
    return Words.split(text).all();
  }

  /** A path may have blanks in its directories; its last part ends at the first. */
  private static String pathOf(String text) {
    var option = text.indexOf(" -");
    var path = option < 0 ? text : text.substring(0, option);
    var last = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    var blank = path.indexOf(' ', last + 1);
    return blank < 0 ? path : path.substring(0, blank);
  }

  private static StartCommand of(Words words, Map<String, String> environment, int wrappers) {
    var program = words.program();
    if (program.isEmpty()) {
      return new StartCommand(Identity.NOTHING, "");
    }
    var inner = wrappers < MOST_WRAPPERS ? unwrapped(program, words) : Optional.<Words>empty();
    if (inner.isPresent()) {
      return of(inner.get(), environment, wrappers + 1);
    }
    if (program.equals("gatehouse") && words.rest().contains("stdio")) {
      return gateway(words, environment);
    }
    var found =
        switch (program) {
          case "npx", "bunx", "pnpx" -> npm(words.behind(1), program);
          case "npm" -> words.says("exec", "x") ? npm(words.behind(2), "npx") : none();
          case "pnpm", "yarn" -> words.says("dlx") ? npm(words.behind(2), program) : none();
          case "bun" -> words.says("x") ? npm(words.behind(2), "bunx") : none();
          case "uvx" -> Python.uvx(words.behind(1));
          case "uv" ->
              words.says("tool") && words.behind(1).says("run")
                  ? Python.uvx(words.behind(3))
                  : none();
          case "pipx" -> words.says("run") ? Python.pipx(words.behind(2)) : none();
          case "docker", "podman", "nerdctl" -> Containers.run(words, program);
          case "dnx" -> nuget(words.behind(1));
          default -> BRIDGES.contains(program) ? bridge(words.behind(1), program) : none();
        };
    return found.orElseGet(() -> new StartCommand(program(words), ""));
  }

  private static Optional<StartCommand> none() {
    return Optional.empty();
  }

  /** What a shell or the like starts in its turn. */
  private static Optional<Words> unwrapped(String program, Words words) {
    if (program.equals("cmd") && words.saysAnyCase("/c", "/k")) {
      return Optional.of(words.behind(2));
    }
    if (program.equals("env") || program.equals("sudo") || program.equals("nohup")) {
      var rest = words.behind(1).behindAssignments();
      while (rest.first().startsWith("-")) {
        rest = rest.behind(1).behindAssignments();
      }
      return Optional.of(rest);
    }
    if (SHELLS.contains(program)) {
      var rest = words.behind(1);
      while (rest.first().startsWith("-") && !rest.first().contains("c")) {
        rest = rest.behind(1);
      }
      var isText = rest.first().startsWith("-");
      return isText
          ? Optional.of(Words.split(rest.behind(1).first()).behindAssignments())
          : Optional.of(rest).filter(_ -> program.equals("wsl"));
    }
    return Optional.empty();
  }

  private static StartCommand gateway(Words words, Map<String, String> environment) {
    var written =
        words.valueOf("--at").or(() -> Optional.ofNullable(environment.get("GATEHOUSE_URL")));
    var url = written.map(text -> WebAddress.of(text).map(WebAddress::shown).orElse("?"));
    return new StartCommand(Identity.of(Kind.GATEWAY, url.orElse("")), "gatehouse");
  }

  private static Optional<StartCommand> npm(Words words, String through) {
    var named = words.valueOf("--package").or(() -> words.valueOf("-p"));
    var rest = words.behindOptions(Set.of("--package", "-p", "--registry", "--prefix", "--cache"));
    var text = named.orElse(rest.first());
    var identity = Packages.npm(text);
    if (identity.isEmpty()) {
      return none();
    }
    var name = identity.get().identifier();
    return BRIDGES.contains(name.substring(name.lastIndexOf('/') + 1))
        ? bridge(rest.behind(named.isPresent() ? 0 : 1), name).or(() -> packaged(identity, through))
        : packaged(identity, through);
  }

  private static Optional<StartCommand> packaged(Optional<Identity> identity, String through) {
    return identity.map(known -> new StartCommand(known, through));
  }

  private static Optional<StartCommand> nuget(Words words) {
    var rest = words.behindOptions(Set.of("--version", "--source", "--add-source"));
    var text = rest.first();
    var cut = text.indexOf('@');
    var name = cut < 0 ? text : text.substring(0, cut);
    var version = cut < 0 ? words.valueOf("--version").orElse("") : text.substring(cut + 1);
    return packaged(Packages.nuget(name, version), "dnx");
  }

  /** A program that speaks to the client over pipes, and to a URL for it. */
  private static Optional<StartCommand> bridge(Words words, String through) {
    return words.all().stream()
        .map(WebAddress::of)
        .flatMap(Optional::stream)
        .findFirst()
        .map(url -> new StartCommand(Identity.of(Kind.URL, url.shown()), through));
  }

  /** The program, and the script that an interpreter runs: what says most without telling all. */
  private static Identity program(Words words) {
    var said = new ArrayList<String>();
    said.add(words.first());
    if (INTERPRETERS.contains(words.program())) {
      if (words.says("-m")) {
        said.add("-m " + words.behind(2).first());
      } else {
        words.rest().stream().filter(StartCommand::isScript).findFirst().ifPresent(said::add);
      }
    }
    return Identity.of(Kind.PROGRAM, String.join(" ", said));
  }

  private static boolean isScript(String word) {
    var dot = word.lastIndexOf('.');
    return dot >= 0
        && !word.startsWith("-")
        && SCRIPTS.contains(word.substring(dot).toLowerCase(Locale.ROOT));
  }
}
