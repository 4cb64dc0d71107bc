package dev.gatehouse.cli;

import dev.gatehouse.cli.screen.Plain;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Makes the help of every command a short manual page: name, synopsis, description, what it takes,
 * and one example. A command's {@code footer} is its example without the program's name.
 */
final class ManPage {
  private static final int NARROW = 60;
  private static final int WIDE = 100;

  private ManPage() {}

  /** Of this command and all below it. */
  static void layOut(CommandLine command, int width, boolean coloured) {
    command.setUsageHelpWidth(Math.clamp(width, NARROW, WIDE));
    command.setColorScheme(
        new ColorScheme.Builder(coloured ? Ansi.ON : Ansi.OFF)
            .commands(Style.bold)
            .options(Style.bold)
            .build());
    var spec = command.getCommandSpec();
    if (spec.findOption("--help") == null) {
      spec.addOption(
          OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this.").build());
    }
    var usage = spec.usageMessage();
    var description = usage.description();
    usage.headerHeading("NAME%n  " + spec.qualifiedName() + " - ");
    usage.header(description.length == 0 ? spec.name() : small(description[0]));
    usage.synopsisHeading("%nSYNOPSIS%n  ");
    usage.synopsisSubcommandLabel("COMMAND");
    usage.descriptionHeading(description.length > 1 ? "%nDESCRIPTION%n" : "");
    usage.description(folded(description, command.getUsageHelpWidth()));
    usage.parameterListHeading("%nARGUMENTS%n");
    usage.optionListHeading("%nOPTIONS%n");
    usage.commandListHeading("%nCOMMANDS%n");
    var example = usage.footer();
    if (example.length > 0) {
      usage.footerHeading("%nEXAMPLE%n");
      usage.footer("  $ " + spec.root().name() + " " + example[0].replace("%", "%%"));
    }
    command.getSubcommands().values().forEach(below -> layOut(below, width, coloured));
  }

  private static String small(String sentence) {
    return sentence.substring(0, 1).toLowerCase(Locale.ROOT)
        + sentence.substring(1).replaceAll("\\.$", "");
  }

  /** All but the first sentence, which stands beside the name. */
  private static String[] folded(String[] description, int width) {
    return Arrays.stream(description)
        .skip(1)
        .flatMap(text -> Plain.wrapped(text, width - 2).stream())
        .map(line -> "  " + line)
        .toArray(String[]::new);
  }
}
