package dev.gatehouse.server.desk;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditRecord;
import dev.gatehouse.core.audit.CallFacts;
import dev.gatehouse.core.audit.CallerFacts;
import dev.gatehouse.core.audit.Story;
import dev.gatehouse.core.identity.Impersonation;
import dev.gatehouse.core.policy.Explanation;
import dev.gatehouse.core.policy.Policy;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.server.admin.PolicyDesk.CallerView;
import dev.gatehouse.server.admin.PolicyDesk.ExplanationView;
import dev.gatehouse.server.admin.PolicyDesk.HappenedView;
import dev.gatehouse.server.admin.PolicyDesk.TellingRules;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what became of a call from its records, with the rules as they are now: what they read then
 * stands in the record, what they say and where they stand may have changed since.
 */
final class CallStory {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Policy policy;
  private final RuleBook rules;
  private final Instant rulesSince;
  private final Somebody somebody;

  CallStory(Policy policy, RuleBook rules, Instant rulesSince, Somebody somebody) {
    this.policy = policy;
    this.rules = rules;
    this.rulesSince = rulesSince;
    this.somebody = somebody;
  }

  /**
   * The whole story.
   *
   * @throws IllegalArgumentException when the record is of no call
   */
  ExplanationView of(String reference, Story story) {
    var about = story.intent().orElse(story.record());
    return switch (about.event()) {
      case AuditEvent.Intent intent -> left(reference, story, about, intent);
      case AuditEvent.Denied denied -> denied(reference, story, about, denied);
      case AuditEvent.Outcome _ ->
          throw new IllegalArgumentException(
              reference + " tells the outcome of a call whose beginning is not kept any more");
      case AuditEvent.Change _, AuditEvent.System _ ->
          throw new IllegalArgumentException(
              reference + " is no call: gatehouse audit show " + reference);
    };
  }

  private ExplanationView left(
      String reference, Story story, AuditRecord about, AuditEvent.Intent intent) {
    var outcome =
        story.outcome().map(AuditRecord::event).orElse(null) instanceof AuditEvent.Outcome ended
            ? Optional.of(ended)
            : Optional.<AuditEvent.Outcome>empty();
    var refusal = outcome.flatMap(ended -> Optional.ofNullable(ended.refusal()));
    var happened =
        new HappenedView(
            reference,
            about.time(),
            refusal.isPresent()
                ? "refused"
                : outcome.map(ended -> word(ended.status())).orElse("in-flight"),
            refusal,
            millis(outcome.map(AuditEvent.Outcome::took).orElse(Duration.ZERO)),
            target(intent.call()).isPresent(),
            place(story, about),
            telling(
                about, intent.rule(), target(intent.call()).map(target -> now(intent, target))));
    return new ExplanationView(
        refusal.isEmpty(),
        false,
        name(intent.call()),
        caller(intent.call().caller()),
        Optional.of(placed(intent.rule())),
        rules.grant(intent.rule()).flatMap(grant -> grant.when()),
        outcome.flatMap(ended -> Optional.ofNullable(ended.rule())).map(this::placed),
        Map.of(),
        Optional.empty(),
        Optional.of(happened));
  }

  private ExplanationView denied(
      String reference, Story story, AuditRecord about, AuditEvent.Denied denied) {
    var values = new RecordedValues(denied.values());
    var explained = target(denied.call()).map(target -> explained(denied, target, values));
    var byRule = Optional.ofNullable(denied.rule());
    var grant =
        byRule
            .filter(path -> rules.forbid(path).isEmpty())
            .map(this::placed)
            .or(() -> explained.flatMap(Explanation::grant).map(RuleBook::words));
    var condition =
        byRule
            .flatMap(rules::grant)
            .map(found -> found.when())
            .orElseGet(() -> explained.flatMap(Explanation::grant).flatMap(Explanation.Rule::when));
    var forbid =
        byRule
            .flatMap(rules::forbid)
            .map(RuleBook::forbidding)
            .or(() ->
                explained
                    .filter(_ -> denied.refusal().equals("unknown"))
                    .flatMap(Explanation::forbid)
                    .map(RuleBook::forbidding));
    var happened =
        new HappenedView(
            reference,
            about.time(),
            "refused",
            Optional.of(denied.refusal()),
            millis(denied.took()),
            false,
            place(story, about),
            telling(about, denied.rule(), explained));
    return new ExplanationView(
        false,
        false,
        name(denied.call()),
        caller(denied.call().caller()),
        grant,
        condition,
        forbid,
        values.shown(),
        remedy(denied, explained),
        Optional.of(happened));
  }

  /** Whose rules tell this: those that decided, unless they were taken up after the call. */
  private TellingRules telling(
      AuditRecord about, @Nullable String then, Optional<Explanation> now) {
    var decided = about.time().isAfter(rulesSince);
    return new TellingRules(
        rulesSince,
        decided,
        Optional.ofNullable(then),
        decided ? Optional.empty() : now.map(why -> why.verdict().name().toLowerCase(Locale.ROOT)));
  }

  private Explanation now(AuditEvent.Intent intent, Target target) {
    return policy.explain(
        supposed(intent.call().caller(), new RecordedValues(Map.of())).supposed(),
        target,
        Optional.empty(),
        Optional.empty());
  }

  /** What policy says would help; for other refusals the reason in the record is what there is. */
  private static Optional<String> remedy(
      AuditEvent.Denied denied, Optional<Explanation> explained) {
    return switch (denied.refusal()) {
      case "condition", "unknown" -> explained.flatMap(Explanation::allowedIf);
      case "limit" -> Optional.of("it is tried again later: the limit is " + denied.reason());
      case "unauthenticated" ->
          Optional.of("it shows a credential that holds (" + denied.reason() + ")");
      default -> Optional.of("this is otherwise: " + denied.reason());
    };
  }

  private Explanation explained(AuditEvent.Denied denied, Target target, RecordedValues values) {
    return policy.explain(
        supposed(denied.call().caller(), values).supposed(),
        target,
        denied.refusal().equals("condition") ? Optional.of(values.arguments()) : Optional.empty(),
        Optional.empty());
  }

  /** With the attributes that the key has now, and over them those that the record holds. */
  private Impersonation supposed(CallerFacts caller, RecordedValues values) {
    var attributes = new HashMap<String, Object>();
    if (caller.id().startsWith("key:")) {
      somebody
          .byId(caller.id().substring("key:".length()))
          .ifPresent(key -> attributes.putAll(key.attributes()));
    }
    attributes.putAll(values.attributes());
    return Impersonation.ofRecord(
        caller.id(), caller.user(), caller.agent(), Set.copyOf(caller.roles()), attributes);
  }

  private String placed(String path) {
    return rules
        .grant(path)
        .map(grant -> RuleBook.words(grant.source()))
        .or(() -> rules.forbid(path).map(RuleBook::forbidding))
        .orElse(path);
  }

  static CallerView caller(CallerFacts caller) {
    return new CallerView(caller.agent(), caller.user(), caller.credential(), caller.roles());
  }

  private static String name(CallFacts call) {
    return target(call).map(Target::toString).orElse(call.method());
  }

  private static Optional<Target> target(CallFacts call) {
    if (call.server() == null || call.target() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Target(new ServerName(call.server()), primitive(call.targetKind()), call.target()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Primitive primitive(@Nullable String noun) {
    for (var primitive : Primitive.values()) {
      if (primitive.noun().equals(noun)) {
        return primitive;
      }
    }
    return Primitive.TOOL;
  }

  private static String place(Story story, AuditRecord record) {
    return String.format(
        Locale.ROOT,
        "segment %,d, lane %d, record %,d   %s",
        record.segment(),
        record.reference().lane(),
        record.reference().sequence(),
        switch (story.evidence()) {
          case SEALED -> "verified";
          case CHAINED -> "chain whole, not sealed yet";
          case BROKEN -> "chain broken near it: gatehouse audit verify";
        });
  }

  private static double millis(Duration took) {
    return took.toNanos() / NANOS_PER_MILLI;
  }

  private static String word(AuditEvent.Status status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
