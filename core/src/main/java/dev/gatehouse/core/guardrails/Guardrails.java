package dev.gatehouse.core.guardrails;

import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * All guardrails of a house, in their order: each sees what the one before left. A message in which
 * none finds anything comes back as the same bytes, at the cost of one pass and without allocation
 * beyond the evidence. Immutable, safe for use by many threads; never waits.
 */
public final class Guardrails {
  /** Most findings told of one message; further ones are acted upon all the same. */
  public static final int MOST_FINDINGS = 100;

  private static final Guardrails NONE = new Guardrails(List.of());

  private final Guardrail[] guardrails;

  private Guardrails(List<Guardrail> ordered) {
    this.guardrails = ordered.toArray(Guardrail[]::new);
  }

  /** Lets everything pass. */
  public static Guardrails none() {
    return NONE;
  }

  /** These, in this order. */
  public static Guardrails of(List<Guardrail> ordered) {
    return new Guardrails(ordered);
  }

  /**
   * Inspects the arguments of a request and nothing else of it.
   *
   * @param argumentsFrom first byte of the value of {@code params.arguments}
   * @param argumentsTo behind it; not more than {@code argumentsFrom} when there is none
   * @throws dev.gatehouse.core.refusal.Refused with {@code Guardrail} when one of them blocks, with
   *     {@code NotDecided} when the arguments cannot be read
   */
  public Inspected request(Permit permit, byte[] message, int argumentsFrom, int argumentsTo) {
    return request(permit.target(), message, argumentsFrom, argumentsTo);
  }

  /**
   * Inspects a message from a server: every string and name in it, but for its method and id and
   * what the protocol itself goes by (cursors, request states, task ids and the like).
   *
   * @throws dev.gatehouse.core.refusal.Refused with {@code Guardrail} when one of them blocks, with
   *     {@code NotDecided} when the message cannot be read
   */
  public Inspected answer(Permit permit, byte[] message) {
    return answer(permit.target(), message);
  }

  /**
   * Inspects a message from a server that answers no call: it belongs to no tool, so guardrails for
   * certain tools only do not see it.
   *
   * @throws dev.gatehouse.core.refusal.Refused as {@link #answer}
   */
  public Inspected unasked(ServerName server, byte[] message) {
    return answer(new Target(server, Primitive.TOOL, ""), message);
  }

  /** Vouches for a message without payload: the protocol's own, or one that Gatehouse wrote. */
  public Inspected unguarded(byte[] message) {
    return new InspectedMessage(message, List.of(), 0);
  }

  Inspected request(Target target, byte[] message, int argumentsFrom, int argumentsTo) {
    if (argumentsFrom < 0 || argumentsTo > message.length) {
      if (argumentsTo <= argumentsFrom) {
        return unguarded(message);
      }
      throw new IllegalArgumentException("arguments outside of their message");
    }
    var current = message;
    var to = argumentsTo;
    var findings = new Findings();
    for (var guardrail : guardrails) {
      if (guardrail.watches(Part.ARGUMENTS, target)
          && guardrail.mayObject(current, argumentsFrom, to)) {
        var editing = new Editing(Part.ARGUMENTS, findings.open());
        var walk = StringWalk.of(current, argumentsFrom, to, "/params/arguments");
        new Inspection(guardrail, editing, walk, current).run();
        to += editing.growth();
        current = editing.applied(current);
        findings.total += editing.found();
      }
    }
    return findings.with(current);
  }

  Inspected answer(Target target, byte[] message) {
    var current = message;
    var findings = new Findings();
    for (var guardrail : guardrails) {
      if (guardrail.watches(Part.RESULT, target)
          && guardrail.mayObject(current, 0, current.length)) {
        var editing = new Editing(Part.RESULT, findings.open());
        new Inspection(guardrail, editing, StringWalk.ofAnswer(current), current).run();
        current = editing.applied(current);
        findings.total += editing.found();
      }
    }
    return findings.with(current);
  }

  /** Findings of all guardrails about one message. */
  private static final class Findings {
    private List<Finding> list = List.of();
    private int total;

    /** The list to add to; made only when a guardrail looks closer. */
    List<Finding> open() {
      if (list.isEmpty()) {
        list = new ArrayList<>();
      }
      return list;
    }

    Inspected with(byte[] message) {
      return new InspectedMessage(message, list, total);
    }
  }
}
