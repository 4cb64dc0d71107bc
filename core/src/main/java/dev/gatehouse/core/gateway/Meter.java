package dev.gatehouse.core.gateway;

import dev.gatehouse.core.audit.AuditEvent.Status;
import dev.gatehouse.core.guardrails.Finding;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.telemetry.Operation;
import dev.gatehouse.core.telemetry.Telemetry;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.core.views.Views;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times what the ledger records. A tool or prompt counts under its own name only when
 * its server lists it, and a method only when MCP has it, so that no caller can make labels.
 * Thread-safe; a call of a known tool looks into one map.
 */
final class Meter {
  private static final String OTHER = "_OTHER";
  private static final String NONE = "";

  private static final int MOST_KNOWN = 10_000;
  private static final Set<String> METHODS =
      Set.of(
          "initialize",
          "ping",
          "server/discover",
          "tools/list",
          "tools/call",
          "prompts/list",
          "prompts/get",
          "resources/list",
          "resources/templates/list",
          "resources/read",
          "resources/subscribe",
          "resources/unsubscribe",
          "completion/complete",
          "logging/setLevel",
          "subscriptions/listen",
          "answer",
          "http/GET",
          "http/DELETE",
          "http/POST");

  /** What a served request is: all that its label depends on. */
  private record Kind(String method, Target target) {}

  private final Telemetry telemetry;
  private final Views views;
  private final ConcurrentMap<Kind, Operation> known = new ConcurrentHashMap<>();

  Meter(Telemetry telemetry, Views views) {
    this.telemetry = telemetry;
    this.views = views;
  }

  /** A request that was recorded as begun has ended. */
  void ended(
      Visit visit, long now, Status status, List<Finding> findings, @Nullable Refusal refusal) {
    var error = error(status, refusal);
    count(served(visit), now - visit.began(), error);
    var target = visit.target();
    if (visit.left() != Visit.NEVER) {
      var server = target == null ? NONE : target.server().text();
      count(telemetry.forwarded(method(visit), server), now - visit.left(), error);
    }
    for (var finding : findings) {
      telemetry.found(finding.rule(), finding.action().name().toLowerCase(Locale.ROOT));
    }
    if (refusal != null) {
      refused(refusal);
    }
  }

  /** A request was refused before anything left. */
  void refused(Visit visit, long now, Refusal refusal) {
    count(served(visit), now - visit.began(), refusal.kind());
    refused(refusal);
  }

  private void refused(Refusal refusal) {
    telemetry.refused(refusal.kind());
    if (refusal instanceof Refusal.Guardrail(var rule, _, _)) {
      telemetry.found(rule, "blocked");
    }
  }

  private static void count(Operation operation, long nanos, @Nullable String error) {
    if (error == null) {
      operation.succeeded(nanos);
    } else {
      operation.failed(nanos, error);
    }
  }

  private static @Nullable String error(Status status, @Nullable Refusal refusal) {
    if (refusal != null) {
      return refusal.kind();
    }
    return switch (status) {
      case OK -> null;
      case TOOL_ERROR -> "tool_error";
      case ERROR -> "error";
      case CANCELLED -> "cancelled";
      case REFUSED_IN_RESULT, UPSTREAM_FAILED -> OTHER;
    };
  }

  private Operation served(Visit visit) {
    var target = visit.target();
    if (target == null) {
      return telemetry.served(method(visit), NONE, NONE);
    }
    var kind = new Kind(visit.method(), target);
    var operation = known.get(kind);
    if (operation != null) {
      return operation;
    }
    return known.size() < MOST_KNOWN && isListed(target)
        ? known.computeIfAbsent(
            kind, _ -> telemetry.served(method(visit), target.server().text(), label(target)))
        : telemetry.served(method(visit), target.server().text(), NONE);
  }

  /** Resources have no label of their own: their URIs are too many. */
  private static String label(Target target) {
    return target.primitive() == Primitive.RESOURCE ? NONE : target.name();
  }

  private boolean isListed(Target target) {
    var list =
        switch (target.primitive()) {
          case TOOL -> ListKind.TOOLS;
          case PROMPT -> ListKind.PROMPTS;
          case RESOURCE -> null;
        };
    return list != null
        && views
            .known(target.server())
            .filter(
                view -> view.list(list).stream().anyMatch(offer -> offer.target().equals(target)))
            .isPresent();
  }

  private static String method(Visit visit) {
    var method = visit.method();
    return METHODS.contains(method) ? method : OTHER;
  }
}
