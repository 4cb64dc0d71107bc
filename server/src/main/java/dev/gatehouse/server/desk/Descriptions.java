package dev.gatehouse.server.desk;

import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.core.views.ServerView;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import dev.gatehouse.protocol.ToolDefinition;
import dev.gatehouse.server.admin.ServerDesk.OfferedTool;
import java.util.List;
import java.util.Optional;

/** What tools say of themselves; every word of it is a claim. */
final class Descriptions {
  /** How many tools of one server are shown to whoever approves it. */
  private static final int MOST_SHOWN = 100;

  /** In characters. */
  private static final int LONGEST_LINE = 160;

  private static final int LONGEST_NAME = 128;

  private Descriptions() {}

  /** The description of a tool, whole. */
  static Optional<String> of(ServerView.Offer offer) {
    try {
      return Optional.ofNullable(
          ToolDefinition.read(offer.item().json(), StrictJson.Bounds.DEFAULT).description());
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  /** The first 100 tools, each with the first line of its description. */
  static List<OfferedTool> tools(ServerView view) {
    return view.list(ListKind.TOOLS).stream()
        .limit(MOST_SHOWN)
        .map(offer ->
            new OfferedTool(
                cut(offer.target().name(), LONGEST_NAME),
                of(offer)
                    .flatMap(text ->
                        text.lines().map(String::strip).filter(one -> !one.isEmpty()).findFirst())
                    .map(line -> cut(line, LONGEST_LINE))))
        .toList();
  }

  private static String cut(String text, int longest) {
    return text.codePointCount(0, text.length()) <= longest
        ? text
        : text.substring(0, text.offsetByCodePoints(0, longest - 1)) + "…";
  }
}
