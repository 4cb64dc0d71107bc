package dev.gatehouse.core.gateway;

import dev.gatehouse.core.guardrails.Inspected;
import dev.gatehouse.core.limits.Admission;
import dev.gatehouse.core.policy.LazyArguments;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.Malformed;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way of one call, in order: permit, way, admission, inspection, record, and only then off to
 * the server. Each stage takes what the one before it made, so none can be left out.
 */
final class Calls {
  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final Duration STANDING = Duration.ofHours(24);

  private final Stages stages;
  private final Rewriting rewriting;

  Calls(Stages stages) {
    this.stages = stages;
    this.rewriting = new Rewriting(stages.sealer());
  }

  /** Calls the target, which policy, limits and guardrails must let through. */
  void call(Visit visit, Target target, Way.Finder finder) {
    visit.target(target);
    var message = visit.message();
    var arguments =
        new LazyArguments(message.bytes(), message.arguments().from(), message.arguments().to());
    var permit =
        visit.snapshot().policy().authorize(visit.caller(), target, arguments, visit.context());
    visit.permit(permit);
    var way = finder.find();
    var admission = visit.snapshot().limits().admit(permit);
    try {
      var inspected =
          visit
              .snapshot()
              .guardrails()
              .request(
                  permit, message.bytes(), message.arguments().from(), message.arguments().to());
      visit.findings(inspected.findings());
      var body = rewriting.outgoing(visit, target, rescanned(message, inspected));
      leave(
          visit, way, admission, body, permit.rule(), rewriting.answers(visit, target), Again.YES);
    } catch (RuntimeException e) {
      admission.giveBack();
      throw e;
    }
  }

  /** Sends on a request that names no target, and so has no permit and takes no limit. */
  void relay(Visit visit, Way way, String rule, AnswerEdit edit) {
    leave(visit, way, null, visit.message().bytes(), rule, edit, Again.YES);
  }

  /** Opens a stream that stays: no deadline ends it, only either side. */
  void listen(Visit visit, Way way, String rule) {
    way.line().refuseWhenDown();
    var relay = new AnswerRelay(visit, way, stages, null, AnswerEdit.NONE, null);
    var body = visit.message().bytes();
    var standing =
        new Outgoing(
            Outgoing.Verb.POST,
            way.headers(),
            body,
            Outgoing.Accepts.JSON_OR_EVENTS,
            visit.arrival().traceparent(),
            new Outgoing.Deadlines(way.server().deadline(), STANDING, Duration.ZERO));
    stages
        .ledger()
        .intent(
            visit,
            rule,
            () -> relay.begins(way.upstream().send(standing, relay)),
            relay::notRecorded);
  }

  private enum Again {
    YES,
    NO
  }

  private void leave(
      Visit visit,
      Way way,
      @Nullable Admission admission,
      byte[] body,
      String rule,
      AnswerEdit edit,
      Again again) {
    way.line().refuseWhenDown();
    Runnable whenForgotten =
        again == Again.NO ? null : () -> again(visit, way, admission, body, rule, edit);
    var relay = new AnswerRelay(visit, way, stages, admission, edit, whenForgotten);
    noteInFlight(visit, way, relay);
    Runnable leave = () -> relay.begins(way.upstream().send(outgoing(visit, way, body), relay));
    if (again == Again.NO) {
      leave.run();
    } else {
      stages.ledger().intent(visit, rule, leave, relay::notRecorded);
    }
  }

  private static void noteInFlight(Visit visit, Way way, AnswerRelay relay) {
    var client = way.client();
    var session = way.session();
    var id = visit.idText();
    if (client == null || session == null || id == null) {
      return;
    }
    Runnable cancel =
        () -> {
          session.post(JsonRpc.cancelled(id, "the client cancelled"));
          relay.cancelled();
        };
    if (!client.begins(id, cancel)) {
      throw new Refused(
          new Refusal.BadMessage(
              400,
              JsonRpc.INVALID_REQUEST,
              "this id is in use, or too many requests are on their way: take a new id, or wait",
              ""));
    }
  }

  /**
   * Nothing has been done: the server has lost the session, or its process has ended before the
   * call was written. Once more, in a new session or to a new process.
   */
  private void again(
      Visit visit,
      Way way,
      @Nullable Admission admission,
      byte[] body,
      String rule,
      AnswerEdit edit) {
    Thread.ofVirtual()
        .name("again-" + way.server().name())
        .start(() -> {
          try {
            leave(visit, anew(visit, way), admission, body, rule, edit, Again.NO);
          } catch (Refused refused) {
            if (admission != null) {
              admission.close();
            }
            var reference = stages.ledger().denied(visit, refused.refusal(), java.util.Map.of());
            stages.refusing().answer(visit, refused.refusal(), reference, null);
          }
        });
  }

  private static Way anew(Visit visit, Way way) {
    var client = way.client();
    var forgotten = way.session();
    if (client == null || forgotten == null) {
      return Way.modern(way.server(), way.line(), way.headers());
    }
    var id = visit.idText();
    if (id != null) {
      client.ends(id);
    }
    client.forgotten(forgotten);
    var session = client.upstream(way.server(), dev.gatehouse.core.waiting.Waiting.ALLOWED);
    return Way.legacy(session, client);
  }

  /** Spans of a message are those of its bytes: masked arguments move what stands behind them. */
  @SuppressWarnings("ReferenceEquality")
  private static Envelope rescanned(Envelope message, Inspected inspected) {
    if (inspected.message() == message.bytes()) {
      return message;
    }
    try {
      return Envelope.scan(inspected.message(), StrictJson.Bounds.DEFAULT);
    } catch (Malformed e) {
      throw new IllegalStateException("a guardrail broke the message", e);
    }
  }

  private static Outgoing outgoing(Visit visit, Way way, byte[] body) {
    var deadline = way.server().deadline();
    return new Outgoing(
        Outgoing.Verb.POST,
        way.headers(),
        body,
        Outgoing.Accepts.JSON_OR_EVENTS,
        visit.arrival().traceparent(),
        new Outgoing.Deadlines(deadline, IDLE.compareTo(deadline) < 0 ? IDLE : deadline, deadline));
  }
}
