package dev.gatehouse.server.settings;

import dev.gatehouse.core.registry.ServerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The text of a settings file, edited by lines under {@code servers:}. Comments and layout stay;
 * what cannot be edited safely is refused.
 */
final class ServersText {
  private static final String BY_HAND = "; edit the file by hand, or write servers as a block";

  private final List<String> lines;
  private final String lineEnd;
  private final Node.Mapping root;

  private ServersText(String text, Node.Mapping root) {
    this.lineEnd = text.contains("\r\n") ? "\r" : "";
    this.lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (!lines.getLast().isEmpty()) {
      lines.add("");
    }
    this.root = root;
  }

  /**
   * The text with one more server at the end of {@code servers:}.
   *
   * @param root what the text holds
   * @throws NotEdited when there is one of that name, or the layout does not allow it
   */
  static String add(
      String text,
      Node.Mapping root,
      ServerName name,
      List<String> command,
      Map<String, String> environment)
      throws NotEdited {
    return new ServersText(text, root).add(name, command, environment);
  }

  /**
   * The text without a server.
   *
   * @throws NotEdited when there is none of that name, or the layout does not allow it
   */
  static String remove(String text, Node.Mapping root, ServerName name) throws NotEdited {
    return new ServersText(text, root).remove(name);
  }

  private String add(ServerName name, List<String> command, Map<String, String> environment)
      throws NotEdited {
    var entry = root.entries().get("servers");
    if (entry == null) {
      return append(name, command, environment);
    }
    var servers =
        entry.value() instanceof Node.Mapping mapping ? mapping : Node.empty(entry.place());
    if (servers.entries().containsKey(name.text())) {
      throw new NotEdited(
          "there is a server \"" + name + "\" in the settings file already; remove it first");
    }
    checkLayout(entry);
    var indent =
        servers.entries().values().stream()
            .findFirst()
            .map(first -> first.place().column() - 1)
            .orElse(entry.place().column() + 1);
    var at = withoutTail(endOf(root, entry), entry.place().line(), entry.place().column() - 1);
    lines.addAll(at, block(name, command, environment, indent));
    return String.join("\n", lines);
  }

  private String append(ServerName name, List<String> command, Map<String, String> environment)
      throws NotEdited {
    if (!root.entries().isEmpty() && isFlow(root)) {
      throw new NotEdited("the settings file is written in braces" + BY_HAND);
    }
    var end = lines.size() - 1;
    if (end > 0 && !lines.get(end - 1).isBlank()) {
      lines.add(end++, lineEnd);
    }
    lines.add(end++, "servers:" + lineEnd);
    lines.addAll(end, block(name, command, environment, 2));
    return String.join("\n", lines);
  }

  private String remove(ServerName name) throws NotEdited {
    var entry = root.entries().get("servers");
    if (entry == null
        || !(entry.value() instanceof Node.Mapping servers)
        || !servers.entries().containsKey(name.text())) {
      throw new NotEdited("there is no server \"" + name + "\" in the settings file");
    }
    checkLayout(entry);
    var server = servers.entries().get(name.text());
    var first = server.place().line() - 1;
    var next = Math.min(endOf(servers, server), endOf(root, entry));
    var end = withoutTail(next, first + 1, server.place().column() - 1);
    lines.subList(first, end).clear();
    return String.join("\n", lines);
  }

  private void checkLayout(Node.Entry servers) throws NotEdited {
    if (isFlow(root)) {
      throw new NotEdited("the settings file is written in braces" + BY_HAND);
    }
    var line = lines.get(servers.place().line() - 1);
    var rest = line.substring(line.indexOf(':', servers.place().column() - 1) + 1).strip();
    if (!rest.isEmpty() && !rest.startsWith("#")) {
      throw new NotEdited("something stands behind \"servers:\" on its line" + BY_HAND);
    }
    if (servers.value() instanceof Node.Mapping mapping && isFlow(mapping)) {
      throw new NotEdited("servers is written in braces" + BY_HAND);
    }
  }

  private boolean isFlow(Node.Mapping mapping) {
    var place = mapping.place();
    var line = lines.get(Math.min(place.line(), lines.size()) - 1);
    return line.startsWith("{", place.column() - 1);
  }

  /** The index of the line where the entry behind this one begins, or where the file ends. */
  private int endOf(Node.Mapping block, Node.Entry entry) {
    return block.entries().values().stream()
        .mapToInt(other -> other.place().line() - 1)
        .filter(line -> line > entry.place().line() - 1)
        .min()
        .orElse(lines.size() - 1);
  }

  /** Steps back over blank lines, and comments that are not indented deeper than this. */
  private int withoutTail(int end, int least, int indent) {
    var last = end;
    while (last > least && isTail(lines.get(last - 1), indent)) {
      last--;
    }
    return last;
  }

  private static boolean isTail(String line, int indent) {
    var text = line.stripLeading();
    return text.isEmpty() || (text.startsWith("#") && line.length() - text.length() <= indent);
  }

  private List<String> block(
      ServerName name, List<String> command, Map<String, String> environment, int indent) {
    var block = new ArrayList<String>();
    block.add(" ".repeat(indent) + YamlText.text(name.text()) + ":");
    var inner = " ".repeat(indent + 2);
    var words = command.stream().map(YamlText::text).collect(Collectors.joining(", "));
    block.add(inner + "stdio: [" + words + "]");
    if (!environment.isEmpty()) {
      block.add(inner + "environment:");
      new TreeMap<>(environment)
          .forEach((key, value) ->
              block.add(inner + "  " + YamlText.text(key) + ": " + YamlText.text(value)));
    }
    return block.stream().map(line -> line + lineEnd).toList();
  }
}
