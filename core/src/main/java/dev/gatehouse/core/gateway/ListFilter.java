package dev.gatehouse.core.gateway;

import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.LegacyTool;
import dev.gatehouse.protocol.ListPage;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.Splice;
import dev.gatehouse.protocol.StrictJson;
import dev.gatehouse.protocol.ToolDefinition;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes out of a server's list what the caller could not call, tools that ask for headers against
 * the rules, what guardrails do not let be shown, and what is held back because it is not what was
 * approved. What stays keeps its bytes, or has those that were pinned; a list of which all stays
 * keeps its own. The whole is this caller's, as {@link Keeping} says.
 */
record ListFilter(Visit visit, Server server, ListKind kind) implements AnswerEdit {
  @Override
  public byte[] edit(Envelope answer) throws Malformed {
    if (answer.shape() == Envelope.Shape.ERROR) {
      return answer.bytes();
    }
    var page = ListPage.read(answer.bytes(), kind.field(), StrictJson.Bounds.DEFAULT);
    var edits = new Splice(answer.bytes());
    var kept = kept(page);
    if (!isAll(kept, page)) {
      edits.replace(page.itemsSpan(), array(kept));
    }
    if (visit.era() == Era.MODERN) {
      Keeping.bound(kind.method(), answer, edits);
    }
    return edits.apply();
  }

  private List<byte[]> kept(ListPage page) {
    var policy = visit.snapshot().policy();
    var guardrails = visit.snapshot().guardrails();
    var pinned = visit.snapshot().pins().of(server.name());
    var kept = new ArrayList<byte[]>(page.items().size());
    for (var item : page.items()) {
      var target = new Target(server.name(), kind.primitive(), item.key());
      // Whoever may see it or not: what comes by is held against what was approved.
      var shown = pinned.relayed(kind, item);
      if (shown != null
          && policy.mayList(visit.caller(), target)
          && isOffered(shown)
          && guardrails.mayShow(server.name(), shown.json(), shown.keySpan())) {
        kept.add(isOurs(item, shown) ? inTheClientsForm(shown) : item.json());
      }
    }
    return kept;
  }

  private static boolean isAll(List<byte[]> kept, ListPage page) {
    var items = page.items();
    var same = kept.size() == items.size();
    for (var i = 0; same && i < kept.size(); i++) {
      same = Arrays.equals(kept.get(i), items.get(i).json());
    }
    return same;
  }

  private static byte[] array(List<byte[]> items) {
    var array = new ByteArrayOutputStream();
    array.write('[');
    for (var item : items) {
      if (array.size() > 1) {
        array.write(',');
      }
      array.writeBytes(item);
    }
    array.write(']');
    return array.toByteArray();
  }

  /** Whether the pinned definition stands in for the server's. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isOurs(ListPage.Item item, ListPage.Item shown) {
    return item != shown;
  }

  private byte[] inTheClientsForm(ListPage.Item pinned) {
    return visit.era() == Era.LEGACY && kind == ListKind.TOOLS
        ? LegacyTool.listed(pinned.json())
        : pinned.json();
  }

  private boolean isOffered(ListPage.Item item) {
    return visit.era() != Era.MODERN
        || kind != ListKind.TOOLS
        || ToolDefinition.headers(item.json(), StrictJson.Bounds.DEFAULT).isValid();
  }
}
