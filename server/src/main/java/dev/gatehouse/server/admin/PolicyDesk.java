package dev.gatehouse.server.admin;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Where questions about decisions are answered: who may use what, and why. */
public interface PolicyDesk {
  /**
   * The tools that somebody may use.
   *
   * @param as {@code role:…}, {@code key:…} or the name of either; absent for all tools there are
   * @throws IllegalArgumentException when that is nobody
   */
  List<ToolView> tools(Optional<String> as);

  /** The story of one call, by the reference of its record; empty when there is no such record. */
  Optional<ExplanationView> explain(String reference);

  /**
   * What would be decided.
   *
   * @param as as in {@link #tools}
   * @param target {@code server/name}
   * @throws IllegalArgumentException when one of them is nothing
   */
  ExplanationView explain(String as, String target);

  /**
   * Calls a tool as somebody, through all stages and with a record of its own.
   *
   * @param by the administrator, for the records of the call
   * @return the JSON-RPC message that the caller would get
   * @throws IllegalArgumentException when the key, the target or the arguments are nothing
   */
  CalledView call(NewCall wanted, String by);

  /**
   * A tool.
   *
   * @param name its name on {@code /mcp}
   * @param tool its name at the server
   * @param rule the grant that allows it, for somebody
   * @param conditional whether it depends on the arguments
   */
  record ToolView(
      String name,
      String server,
      String tool,
      Optional<String> description,
      Optional<String> rule,
      boolean conditional) {}

  /**
   * Why a call is or was allowed or refused.
   *
   * @param allowed whether it is allowed whatever its arguments, or was
   * @param depends whether that is decided by arguments or request, which nobody gave
   * @param rule of the grant that it needs, and where that stands
   * @param forbid the forbid that applies, and where that stands
   * @param values what the condition reads
   * @param happened for a call that was made
   */
  record ExplanationView(
      boolean allowed,
      boolean depends,
      String target,
      CallerView caller,
      Optional<String> rule,
      Optional<String> condition,
      Optional<String> forbid,
      Map<String, Object> values,
      Optional<String> allowedIf,
      Optional<HappenedView> happened) {}

  /** Who calls. */
  record CallerView(
      Optional<String> agent,
      Optional<String> user,
      Optional<String> credential,
      List<String> roles) {}

  /**
   * What became of a call.
   *
   * @param outcome {@code ok}, {@code tool-error} or {@code refused}
   * @param kind of the refusal
   * @param millis from its arrival to the end of its answer
   * @param upstreamContacted whether anything left for the server
   * @param place segment, lane and record in the journal
   * @param rules whose rules tell the story
   */
  record HappenedView(
      String reference,
      Instant at,
      String outcome,
      Optional<String> kind,
      double millis,
      boolean upstreamContacted,
      String place,
      TellingRules rules) {}

  /**
   * The rules that tell the story of a call: always those of now. Records keep which rule decided,
   * and not what it said.
   *
   * @param since when they came into force
   * @param decided whether they are the ones that decided the call; when not, or when that is
   *     unknown because the gateway has started since, false
   * @param then the path of the rule that decided, as it stands in the record; empty for none
   * @param now what would become of the same call, as far as its record tells it: {@code allowed},
   *     {@code refused}, {@code depends} or {@code unknown}; empty when they are the same rules
   */
  record TellingRules(
      Instant since, boolean decided, Optional<String> then, Optional<String> now) {}

  /**
   * A call to make.
   *
   * @param as {@code key:…} or the name of a key
   * @param target {@code server/tool}
   * @param arguments any JSON object
   */
  record NewCall(String as, String target, Optional<JsonNode> arguments) {}

  /** What came back: the whole JSON-RPC message as it is. */
  record CalledView(@JsonRawValue String answer) {}
}
