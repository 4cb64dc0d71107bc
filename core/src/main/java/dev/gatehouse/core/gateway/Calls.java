package dev.gatehouse.core.gateway;

import dev.gatehouse.core.guardrails.Inspected;
import dev.gatehouse.core.limits.Admission;
import dev.gatehouse.core.policy.LazyArguments;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.upstream.Outgoing;
import dev.gatehouse.core.waiting.Waiting;
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
  private final AppResources apps;
  private final Rewriting rewriting;

  /**
   * @param apps knows the resources that show what tools do
   * @param tasks seals the ids of tasks
   */
  Calls(Stages stages, AppResources apps, Tasks tasks) {
    this.stages = stages;
    this.apps = apps;
    this.rewriting = new Rewriting(stages.states(), tasks, stages.questions().tasks());
  }

  /** Calls the target, which policy, limits and guardrails must let through. */
  void call(Visit visit, Target target, Way.Finder finder) {
    visit.target(target);
    var message = visit.message();
    var permit = permit(visit, target);
    visit.permit(permit);
    requireUnchanged(visit, target);
    var way = finder.find();
    var plan = stages.mirrored().checked(visit, target, way.server());
    var admission = visit.snapshot().limits().admit(permit);
    try {
      var inspected = visit.snapshot().guardrails().request(permit, message);
      visit.findings(inspected.findings());
      var passed = rescanned(message, inspected);
      var body = rewriting.outgoing(visit, target, passed);
      var answers = rewriting.answers(visit, target);
      try {
        leave(
            new Departure(visit, admission, passed, body, permit.rule(), answers),
            way.mirroring(plan, passed));
      } catch (RuntimeException e) {
        rewriting.giveBack(visit, message);
        throw e;
      }
    } catch (RuntimeException e) {
      admission.giveBack();
      throw e;
    }
  }

  private Permit permit(Visit visit, Target target) {
    var policy = visit.snapshot().policy();
    if (visit.task() != null) {
      return policy.authorizeFollowing(visit.caller(), target);
    }
    var message = visit.message();
    var arguments =
        new LazyArguments(message.bytes(), message.arguments().from(), message.arguments().to());
    var tools = apps.tools(visit, target);
    return tools.isEmpty()
        ? policy.authorize(visit.caller(), target, arguments, visit.context())
        : policy.authorizeThrough(visit.caller(), target, tools, arguments, visit.context());
  }

  /** What follows a call was begun by one that was let through. */
  private static void requireUnchanged(Visit visit, Target target) {
    if (visit.task() != null) {
      return;
    }
    switch (visit.snapshot().pins().of(target.server()).call(target)) {
      case GOES -> {}
      case HIDDEN ->
          throw new Refused(
              new Refusal.Unknown(
                  target.primitive().noun(),
                  target.name(),
                  "it was not there when the server was approved"));
      case UNDER_REVIEW ->
          throw new Refused(new Refusal.Drift(target.primitive().noun(), target.toString()));
    }
  }

  /** Sends on a request that names no target, and so has no permit and takes no limit. */
  void relay(Visit visit, Way way, String rule, AnswerEdit edit) {
    var message = visit.message();
    leave(new Departure(visit, null, message, message.bytes(), rule, edit), way);
  }

  /**
   * Opens a stream that stays: no deadline ends it, only either side, or that the caller may not
   * have it any more.
   *
   * @param check whether the stream may stand, asked again while it does
   * @param body the request as the server gets it
   * @param edit what is changed in what it says
   */
  void listen(
      Visit visit, Way way, String rule, OpenStreams.Check check, byte[] body, AnswerEdit edit) {
    way.line().refuseWhenDown();
    var relay = new AnswerRelay(visit, way, stages, null, edit, null);
    var stream =
        stages
            .streams()
            .begins(visit, check, why -> relay.withdrawn(why, Subscriptions.farewell(visit)));
    relay.whenOver(stream::over);
    var standing =
        new Outgoing(
            Outgoing.Verb.POST,
            way.headers(),
            body,
            Outgoing.Accepts.JSON_OR_EVENTS,
            visit.traceparent(),
            new Outgoing.Deadlines(way.server().deadline(), STANDING, Duration.ZERO));
    stages
        .ledger()
        .intent(
            visit,
            rule,
            () -> {
              stages.streams().stands(visit, stream);
              depart(way, standing, relay);
            },
            relay::neverLeft);
  }

  /**
   * What leaves, and once more when the server has done nothing.
   *
   * @param passed the message as it was inspected, its names those of the client
   * @param body the same as the server gets it
   */
  private record Departure(
      Visit visit,
      @Nullable Admission admission,
      Envelope passed,
      byte[] body,
      String rule,
      AnswerEdit edit) {}

  private void leave(Departure call, Way way) {
    way.line().refuseWhenDown();
    var id = call.visit.idText();
    var client = way.client();
    var inFlight = client == null || id == null ? null : new InFlight(id);
    var again = way.isFace() ? null : new Again(call, way, inFlight);
    var relay = new AnswerRelay(call.visit, way, stages, call.admission, call.edit, again);
    note(way, inFlight, id, relay);
    try {
      stages
          .ledger()
          .intent(
              call.visit,
              call.rule,
              () -> depart(way, outgoing(call.visit, way, call.body), relay),
              relay::neverLeft);
    } catch (RuntimeException e) {
      relay.forgetInFlight();
      throw e;
    }
  }

  /** From here on the relay answers, whatever happens. */
  private static void depart(Way way, Outgoing outgoing, AnswerRelay relay) {
    try {
      relay.begins(way.upstream().send(outgoing, relay));
    } catch (RuntimeException bug) {
      relay.bug(bug);
    }
  }

  private static void note(
      Way way, @Nullable InFlight inFlight, @Nullable String id, AnswerRelay relay) {
    var client = way.client();
    var session = way.session();
    if (inFlight == null || client == null || session == null || id == null) {
      return;
    }
    inFlight.goes(session, relay);
    if (!client.begins(id, inFlight)) {
      throw new Refused(
          new Refusal.BadMessage(
              400,
              JsonRpc.INVALID_REQUEST,
              "this id is in use, or too many requests are on their way: take a new id, or wait",
              ""));
    }
  }

  /** Nothing has been done, so the call is sent once more, by another way. */
  private final class Again implements AnswerRelay.Resending {
    private final Departure call;
    private final Way way;
    private final @Nullable InFlight inFlight;

    Again(Departure call, Way way, @Nullable InFlight inFlight) {
      this.call = call;
      this.way = way;
      this.inFlight = inFlight;
    }

    @Override
    public void sendAgain(AnswerRelay first, NotDone why) {
      Thread.ofVirtual().name("again-" + way.server().name()).start(() -> resend(first, why));
    }

    private void resend(AnswerRelay first, NotDone why) {
      try {
        var next = anew(why);
        var relay = new AnswerRelay(call.visit, next, stages, call.admission, call.edit, null);
        var session = next.session();
        if (inFlight == null || session == null || inFlight.goes(session, relay)) {
          depart(next, outgoing(call.visit, next, call.body), relay);
        } else {
          relay.cancelled();
        }
      } catch (Refused refused) {
        first.isNotSentAgain(refused.refusal());
      } catch (RuntimeException bug) {
        first.isNotSentAgain(AnswerRelay.internal(bug));
      }
    }

    private Way anew(NotDone why) {
      return switch (why) {
        case SESSION_LOST, PROCESS_ENDED -> inAnotherSession();
        case OTHER_ERA -> way.otherwise() == null ? way : way.otherwise().find();
        case OLD_HEADERS -> {
          var target = call.visit.target();
          yield target == null
              ? way
              : way.mirroring(stages.mirrored().renewed(target, way.server()), call.passed);
        }
      };
    }

    private Way inAnotherSession() {
      var client = way.client();
      var forgotten = way.session();
      if (client == null || forgotten == null) {
        return way.onTheLineNow();
      }
      if (forgotten.isBridge()) {
        return way;
      }
      client.forgotten(forgotten);
      return Way.legacy(client.upstream(way.server(), Waiting.ALLOWED), client);
    }
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
        visit.arrival().acceptsEvents() ? Outgoing.Accepts.JSON_OR_EVENTS : Outgoing.Accepts.JSON,
        visit.traceparent(),
        new Outgoing.Deadlines(deadline, IDLE.compareTo(deadline) < 0 ? IDLE : deadline, deadline));
  }
}
