package dev.gatehouse.core.gateway;

import dev.gatehouse.core.policy.LazyArguments;
import dev.gatehouse.core.refusal.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a condition that refused a call has read, for the record of it. */
final class ValuesRead {
  private static final int MOST = 16;

  private ValuesRead() {}

  /**
   * By path, each shortened; none unless a condition refused. The journal masks secrets in them.
   */
  static Map<String, String> by(Visit visit, Refusal refusal) {
    var target = visit.target();
    var caller = visit.callerIfKnown();
    if (!(refusal instanceof Refusal.Condition) || target == null || caller == null) {
      return Map.of();
    }
    var message = visit.message();
    var arguments =
        new LazyArguments(message.bytes(), message.arguments().from(), message.arguments().to());
    var explained =
        visit
            .snapshot()
            .policy()
            .explain(caller, target, Optional.of(arguments), Optional.of(visit.context()));
    var values = new LinkedHashMap<String, String>();
    explained.values().stream().limit(MOST).forEach(one -> values.put(one.name(), one.value()));
    return values;
  }
}
