package dev.gatehouse.core.gateway;

import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.ListPage;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.Splice;
import dev.gatehouse.protocol.StrictJson;
import dev.gatehouse.protocol.ToolDefinition;
import java.io.ByteArrayOutputStream;

/**
 * Takes out of a server's list what the caller could not call, tools that ask for headers against
 * the rules, and what guardrails do not let be shown. What stays keeps its bytes; the whole is then
 * this caller's own, so no cache may give it to others.
 */
record ListFilter(Visit visit, Server server, ListKind kind) implements AnswerEdit {
  @Override
  public byte[] edit(Envelope answer) throws Malformed {
    if (answer.shape() == Envelope.Shape.ERROR) {
      return answer.bytes();
    }
    var page = ListPage.read(answer.bytes(), kind.field(), StrictJson.Bounds.DEFAULT);
    var edits = new Splice(answer.bytes()).replace(page.itemsSpan(), kept(page));
    if (visit.era() == Era.MODERN && page.cacheScopeSpan().isPresent()) {
      edits.replace(page.cacheScopeSpan(), "\"private\"");
    }
    return edits.apply();
  }

  private byte[] kept(ListPage page) {
    var policy = visit.snapshot().policy();
    var guardrails = visit.snapshot().guardrails();
    var kept = new ByteArrayOutputStream();
    kept.write('[');
    for (var item : page.items()) {
      var target = new Target(server.name(), kind.primitive(), item.key());
      if (policy.mayList(visit.caller(), target)
          && isOffered(item)
          && guardrails.mayShow(server.name(), item.json(), item.keySpan())) {
        if (kept.size() > 1) {
          kept.write(',');
        }
        kept.writeBytes(item.json());
      }
    }
    kept.write(']');
    return kept.toByteArray();
  }

  private boolean isOffered(ListPage.Item item) {
    return visit.era() != Era.MODERN
        || kind != ListKind.TOOLS
        || ToolDefinition.headers(item.json(), StrictJson.Bounds.DEFAULT).isValid();
  }
}
