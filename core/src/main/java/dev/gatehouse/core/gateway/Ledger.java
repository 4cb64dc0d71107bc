package dev.gatehouse.core.gateway;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditEvent.Status;
import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.audit.AuditSettings.KeptArguments;
import dev.gatehouse.core.audit.AuditSettings.OnFailure;
import dev.gatehouse.core.audit.CallFacts;
import dev.gatehouse.core.audit.CallerFacts;
import dev.gatehouse.core.audit.Journal;
import dev.gatehouse.core.audit.Lane;
import dev.gatehouse.core.audit.NotRecorded;
import dev.gatehouse.core.audit.Reference;
import dev.gatehouse.core.guardrails.Finding;
import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes what becomes of requests into the journal: the intent before a call leaves, the outcome
 * before its answer does. What cannot be written is refused, so that nothing happens unseen.
 */
final class Ledger {
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /** What becomes of a call that cannot be recorded, where the settings do not let it pass. */
  static final Refusal NOT_RECORDED =
      new Refusal.NotDecided("the audit record cannot be written", AGAIN);

  private static final String FLOODING = new Refusal.Flooding(Duration.ZERO).kind();
  private static final System.Logger LOG = System.getLogger(Ledger.class.getName());
  private static final int MOST_CALLERS = 100_000;

  private final Journal journal;
  private final Supplier<Lane> lane;
  private final AuditSettings settings;
  private final Meter meter;
  private final LongSupplier nanoTime;
  private final FloodWindows floods = new FloodWindows(this::more);
  private final LoadingCache<Caller, CallerFacts> callers =
      Caffeine.newBuilder()
          .maximumSize(MOST_CALLERS)
          .weakKeys()
          .executor(Runnable::run) // to wake another thread costs more than the upkeep itself
          .build(Ledger::factsOf);

  /**
   * @param lane the lane of the calling thread
   * @param meter counts and times what is recorded
   */
  Ledger(
      Journal journal,
      Supplier<Lane> lane,
      AuditSettings settings,
      Meter meter,
      LongSupplier nanoTime) {
    this.journal = journal;
    this.settings = settings;
    this.lane = lane;
    this.meter = meter;
    this.nanoTime = nanoTime;
  }

  /**
   * Records that the call is about to leave, and runs the action once that is durable.
   *
   * @param otherwise runs instead when it cannot be made durable
   * @throws Refused with NotDecided when it cannot be recorded
   */
  void intent(Visit visit, String rule, Runnable leave, Runnable otherwise) {
    var written = write(intent(visit, rule));
    if (written.isEmpty()) {
      leave.run();
      return;
    }
    visit.intent(written.get());
    visit.left(nanoTime.getAsLong());
    journal.whenDurable(
        written.get(), leave, _ -> (isUnrecordedAllowed() ? leave : otherwise).run());
  }

  private AuditEvent.Intent intent(Visit visit, String rule) {
    var message = visit.messageIfAny();
    if (message == null) {
      return new AuditEvent.Intent(facts(visit), rule, null, null);
    }
    var span = message.arguments();
    var kept = span.isPresent() ? settings.arguments() : KeptArguments.NONE;
    var digest =
        kept == KeptArguments.NONE ? null : digest(message.bytes(), span.from(), span.to());
    var text = kept == KeptArguments.REDACTED ? span.text(message.bytes()) : null;
    return new AuditEvent.Intent(facts(visit), rule, digest, text);
  }

  private boolean isUnrecordedAllowed() {
    return settings.onFailure() == OnFailure.ALLOW;
  }

  /**
   * Records how a call that left has ended, and runs the action once that is durable.
   *
   * @param otherwise runs instead when it cannot be recorded
   */
  void outcome(
      Visit visit,
      Status status,
      int httpStatus,
      long bytesOut,
      List<Finding> findings,
      @Nullable Refusal refusal,
      Runnable answer,
      Runnable otherwise) {
    var intent = visit.intent();
    if (intent == null) {
      answer.run();
      return;
    }
    meter.ended(visit, nanoTime.getAsLong(), status, findings, refusal);
    Reference written;
    try {
      written =
          append(
              new AuditEvent.Outcome(
                  intent,
                  status,
                  httpStatus,
                  took(visit),
                  visit.arrival().body().length,
                  bytesOut,
                  inWords(findings),
                  refusal == null ? null : refusal.kind(),
                  refusal == null ? null : rule(refusal),
                  refusal == null ? null : reason(refusal)));
    } catch (Refused notRecorded) {
      (isUnrecordedAllowed() ? answer : otherwise).run();
      return;
    }
    journal.whenDurable(written, answer, _ -> (isUnrecordedAllowed() ? answer : otherwise).run());
  }

  /**
   * Records that a request is about to leave, and waits until that is durable. Blocks: for virtual
   * threads only.
   *
   * @throws Refused with NotDecided when it cannot be recorded
   */
  void intentAndWait(Visit visit, String rule) {
    var durable = new CompletableFuture<Boolean>();
    intent(visit, rule, () -> durable.complete(true), () -> durable.complete(false));
    if (!durable.join()) {
      throw new Refused(NOT_RECORDED);
    }
  }

  /**
   * Records that the gateway itself answers a request, and runs the action once that is durable.
   *
   * @param otherwise runs instead when it cannot be made durable
   * @throws Refused with NotDecided when it cannot be recorded
   */
  void answered(Visit visit, String rule, Runnable answer, Runnable otherwise) {
    // In order in one lane: what makes the second record durable makes the first one so.
    write(intent(visit, rule)).ifPresent(visit::intent);
    outcome(visit, Status.OK, 200, 0, List.of(), null, answer, otherwise);
  }

  /** Empty where settings let pass what cannot be recorded. */
  private Optional<Reference> write(AuditEvent event) {
    try {
      return Optional.of(append(event));
    } catch (Refused notRecorded) {
      if (isUnrecordedAllowed()) {
        return Optional.empty();
      }
      throw notRecorded;
    }
  }

  /** Records that a request was refused before anything left; says under which reference. */
  String denied(Visit visit, Refusal refusal, Map<String, String> values) {
    var now = nanoTime.getAsLong();
    meter.refused(visit, now, refusal);
    return refusal instanceof Refusal.Flooding
        ? floods.refused(visit, now, () -> facts(visit), () -> whole(visit, refusal, values))
        : whole(visit, refusal, values);
  }

  /** Records what was counted of floods that are over. Called from time to time. */
  void settle() {
    floods.settle(nanoTime.getAsLong());
  }

  /** Records everything that was counted of floods. */
  void settleAll() {
    floods.settleAll();
  }

  private void more(CallFacts first, String reference, long more) {
    var reason = more + " more within 10 s of " + reference;
    try {
      append(
          new AuditEvent.Denied(
              first,
              FLOODING,
              null,
              reason,
              Map.of("more", Long.toString(more)),
              null,
              Duration.ZERO));
    } catch (Refused notRecorded) {
      LOG.log(System.Logger.Level.WARNING, "a flood could not be recorded: " + reason);
    }
  }

  private String whole(Visit visit, Refusal refusal, Map<String, String> values) {
    var after = Wording.of(refusal).retryAfter();
    try {
      return append(
              new AuditEvent.Denied(
                  facts(visit),
                  refusal.kind(),
                  rule(refusal),
                  reason(refusal),
                  values,
                  after.isZero() ? null : after,
                  took(visit)))
          .text();
    } catch (Refused notRecorded) {
      return "not-recorded";
    }
  }

  private Reference append(AuditEvent event) {
    try {
      return lane.get().append(event);
    } catch (NotRecorded e) {
      throw new Refused(NOT_RECORDED);
    }
  }

  private Duration took(Visit visit) {
    return Duration.ofNanos(nanoTime.getAsLong() - visit.began());
  }

  private CallFacts facts(Visit visit) {
    var target = visit.target();
    var caller = visit.callerIfKnown();
    return new CallFacts(
        caller == null ? CallerFacts.UNKNOWN : callers.get(caller),
        visit.arrival().connection(),
        visit.arrival().endpoint().path(),
        visit.method(),
        target == null ? null : target.server().text(),
        target == null ? null : target.primitive().noun(),
        target == null ? null : target.name(),
        visit.session(),
        visit.idText(),
        visit.traceparent());
  }

  private static CallerFacts factsOf(Caller caller) {
    return CallerFacts.of(
        caller.id(),
        caller.user().orElse(null),
        caller.agent().orElse(null),
        caller.credential(),
        caller.roles());
  }

  private static @Nullable String rule(Refusal refusal) {
    return switch (refusal) {
      case Refusal.Condition(var rule, _) -> rule;
      case Refusal.OverLimit(var rule, _, _) -> rule;
      case Refusal.Guardrail(var rule, _, _) -> rule;
      default -> null;
    };
  }

  private static String reason(Refusal refusal) {
    return switch (refusal) {
      case Refusal.Unauthenticated(var reason) -> reason;
      case Refusal.InsufficientScope(var scopes) -> "needs " + String.join(" ", scopes);
      case Refusal.Unknown(_, _, var reason) -> reason;
      case Refusal.Condition(_, _) -> "a condition does not hold";
      case Refusal.OverLimit(_, var limit, _) -> limit;
      case Refusal.Flooding(_) -> "more requests than the listener takes";
      case Refusal.Guardrail(_, var where, var found) -> found + " in " + where;
      case Refusal.Drift(var noun, var target) ->
          "the definition of the " + noun + " " + target + " is not the pinned one";
      case Refusal.UpstreamDown(_, var cause, _) -> cause;
      case Refusal.OutcomeUnknown(_, var cause) -> cause;
      case Refusal.ClientSilent(_, var cause) -> cause;
      case Refusal.EraMismatch(_, var client, var server) -> client + " against " + server;
      case Refusal.NotDecided(var cause, _) -> cause;
      case Refusal.BadMessage(_, var code, var message, _) -> code + " " + message;
      case Refusal.Internal(var what) -> what;
    };
  }

  private static @Nullable String inWords(List<Finding> findings) {
    return findings.isEmpty()
        ? null
        : findings.stream()
            .collect(Collectors.groupingBy(Finding::what, Collectors.counting()))
            .entrySet()
            .stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .sorted()
            .collect(Collectors.joining(", "));
  }

  private static String digest(byte[] bytes, int from, int to) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      sha.update(bytes, from, to - from);
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
