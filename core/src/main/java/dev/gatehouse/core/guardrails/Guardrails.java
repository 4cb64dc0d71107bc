package dev.gatehouse.core.guardrails;

import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.protocol.Completion;
import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
   * Inspects what a request hands to its target: {@code params.arguments}, the answers in {@code
   * params.inputResponses}, and of {@code completion/complete} everything but what it refers to.
   *
   * @throws Refused with {@code Guardrail} when one of them blocks, with {@code NotDecided} when
   *     the request cannot be read
   */
  public Inspected request(Permit permit, Envelope request) {
    var target = permit.target();
    var arguments = request.arguments();
    if ("completion/complete".equals(request.method())) {
      return request(target, request.bytes(), Completion.filledIn(request));
    }
    if (!request.inputResponses().isPresent()) {
      return request(target, request.bytes(), arguments.from(), arguments.to());
    }
    return request(
        target,
        request.bytes(),
        Stream.of(arguments, request.inputResponses()).filter(Span::isPresent).toList());
  }

  /**
   * Inspects a message from a client that is no request: its answer to a server's question, or a
   * notification. It belongs to no tool, so every guardrail sees it that watches any of the server.
   *
   * @throws Refused as {@link #request(Permit, Envelope)}
   */
  public Inspected told(ServerName server, byte[] message) {
    return whole(Part.ARGUMENTS, server, null, message);
  }

  /**
   * Inspects a message from a server: every string and name in it, but for its method and id and
   * what the protocol itself goes by (cursors, request states, task ids and the like).
   *
   * @throws Refused with {@code Guardrail} when one of them blocks, with {@code NotDecided} when
   *     the message cannot be read
   */
  public Inspected answer(Permit permit, byte[] message) {
    return answer(permit.target(), message);
  }

  /**
   * Inspects a message from a server that answers no call: it belongs to no tool, so every
   * guardrail sees it that watches any of the server.
   *
   * @throws Refused as {@link #answer}
   */
  public Inspected unasked(ServerName server, byte[] message) {
    return whole(Part.RESULT, server, null, message);
  }

  /**
   * Inspects one item of a server's list, that is a tool, prompt, resource or template, by every
   * guardrail that watches any of the server.
   *
   * @throws Refused as {@link #answer}
   */
  public Inspected item(ServerName server, byte[] item) {
    return item(server, item, new Span(0, item.length));
  }

  /**
   * Whether an item of a server's list can be shown at all. It cannot when a guardrail blocks it,
   * or would mask what it is called by: nobody could use it under that name.
   *
   * @param key where its name or URI stands in it, quotes included
   */
  @SuppressWarnings("ReferenceEquality")
  public boolean mayShow(ServerName server, byte[] item, Span key) {
    try {
      var _ = item(server, item);
      return item(server, item, key).message() == item;
    } catch (Refused refused) {
      return false;
    }
  }

  private Inspected item(ServerName server, byte[] item, Span part) {
    var findings = new Findings();
    var current = item;
    var to = part.to();
    for (var guardrail : guardrails) {
      if (guardrail.watches(Part.RESULT, server) && guardrail.mayObject(current, part.from(), to)) {
        var walk = StringWalk.of(current, part.from(), to, "");
        var editing = findings.of(guardrail, Part.RESULT, walk, current);
        to += editing.growth();
        current = editing.applied(current);
      }
    }
    return findings.with(current);
  }

  /** Vouches for a message without payload: the protocol's own, or one that Gatehouse wrote. */
  public Inspected unguarded(byte[] message) {
    return new InspectedMessage(message, List.of(), 0);
  }

  /**
   * @param argumentsFrom first byte of the value of {@code params.arguments}
   * @param argumentsTo behind it; not more than {@code argumentsFrom} when there is none
   */
  Inspected request(Target target, byte[] message, int argumentsFrom, int argumentsTo) {
    if (argumentsFrom < 0 || argumentsTo > message.length) {
      if (argumentsTo <= argumentsFrom) {
        return unguarded(message);
      }
      throw new IllegalArgumentException("arguments outside of their message");
    }
    var findings = new Findings();
    return findings.with(
        handed(target, message, argumentsFrom, argumentsTo, "/params/arguments", findings));
  }

  /** Several parts of one message, the last one first: so the places of the others stay. */
  Inspected request(Target target, byte[] message, List<Span> parts) {
    var lastFirst = new ArrayList<>(parts);
    lastFirst.sort(Comparator.comparingInt(Span::from).reversed());
    var findings = new Findings();
    var current = message;
    for (var part : lastFirst) {
      current = handed(target, current, part.from(), part.to(), "/params", findings);
    }
    return findings.with(current);
  }

  private byte[] handed(
      Target target, byte[] message, int from, int end, String where, Findings findings) {
    var current = message;
    var to = end;
    for (var guardrail : guardrails) {
      if (guardrail.watches(Part.ARGUMENTS, target) && guardrail.mayObject(current, from, to)) {
        var walk = StringWalk.of(current, from, to, where);
        var editing = findings.of(guardrail, Part.ARGUMENTS, walk, current);
        to += editing.growth();
        current = editing.applied(current);
      }
    }
    return current;
  }

  Inspected answer(Target target, byte[] message) {
    return whole(Part.RESULT, target.server(), target, message);
  }

  /**
   * A whole message: every string but for what the protocol itself goes by.
   *
   * @param target null for a message that belongs to none
   */
  private Inspected whole(Part part, ServerName server, @Nullable Target target, byte[] message) {
    var current = message;
    var findings = new Findings();
    for (var guardrail : guardrails) {
      var watches =
          target == null ? guardrail.watches(part, server) : guardrail.watches(part, target);
      if (watches && guardrail.mayObject(current, 0, current.length)) {
        var walk = StringWalk.ofMessage(current);
        current = findings.of(guardrail, part, walk, current).applied(current);
      }
    }
    return findings.with(current);
  }

  /** Findings of all guardrails about one message. */
  private static final class Findings {
    private List<Finding> list = List.of();
    private int total;

    /** The list to add to; made only when a guardrail looks closer. */
    private List<Finding> open() {
      if (list.isEmpty()) {
        list = new ArrayList<>();
      }
      return list;
    }

    /** Lets one guardrail look closer. */
    Editing of(Guardrail guardrail, Part part, StringWalk walk, byte[] json) {
      var editing = new Editing(part, open());
      new Inspection(guardrail, editing, walk, json).run();
      total += editing.found();
      return editing;
    }

    Inspected with(byte[] message) {
      return new InspectedMessage(message, list, total);
    }
  }
}
