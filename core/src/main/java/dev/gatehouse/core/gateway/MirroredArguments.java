package dev.gatehouse.core.gateway;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.views.Views;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.ParamHeaders;
import java.time.Duration;
import java.util.List;

/**
 * Arguments that a tool wants to see in {@code Mcp-Param-*} headers as well. What a client sends is
 * held against its arguments and goes no further: the server gets headers that are made of the
 * arguments as guardrails left them. Headers that the tool does not ask for are dropped.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/transports#custom-headers">headers</a>
 */
final class MirroredArguments {
  private static final ParamHeaders NONE = new ParamHeaders(List.of(), null);
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Views views;

  MirroredArguments(Views views) {
    this.views = views;
  }

  /**
   * What the target mirrors, once the headers of this request agree with its arguments. Needs the
   * server's lists; where they have never come, a request without such headers goes on without.
   *
   * @throws Refused with BadMessage when headers and arguments differ, with Unknown for a tool that
   *     asks for headers against the rules, with NotDecided when headers came that nothing is known
   *     of
   */
  ParamHeaders checked(Visit visit, Target target, Server server) {
    var isToolCall = target.primitive() == Primitive.TOOL && visit.task() == null;
    if (visit.era() != Era.MODERN || !isToolCall) {
      return NONE;
    }
    var view = views.of(server, visit.waiting());
    var plan = view.headersOf(target.name());
    if (!plan.isValid()) {
      throw new Refused(
          new Refusal.Unknown(target.primitive().noun(), target.name(), "its " + plan.problem()));
    }
    var sent = visit.arrival().headers().params();
    if (!sent.isEmpty()
        && view.trouble().isPresent()
        && view.lists().values().stream().allMatch(List::isEmpty)) {
      throw new Refused(
          new Refusal.NotDecided(
              "Mcp-Param headers cannot be checked: the lists of "
                  + server.name()
                  + " are not known",
              SOON));
    }
    if (!plan.params().isEmpty()) {
      var message = visit.message();
      plan.mismatch(message.bytes(), message.arguments(), sent)
          .ifPresent(what -> {
            throw new Refused(
                new Refusal.BadMessage(
                    400,
                    JsonRpc.HEADER_MISMATCH,
                    what + ": list the tools again, and send the headers that the tool asks for",
                    ""));
          });
    }
    return plan;
  }

  /**
   * What the target mirrors by a list that is fetched now: the server says that the headers do not
   * fit. Blocks.
   */
  ParamHeaders renewed(Target target, Server server) {
    return target.primitive() == Primitive.TOOL
        ? views.refreshNow(server).headersOf(target.name())
        : NONE;
  }
}
