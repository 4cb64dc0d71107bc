package dev.gatehouse.core.policy;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.registry.Target;

/** One call is authorised. Only this room makes one, so holding one is evidence of the decision. */
public sealed interface Permit permits GrantedPermit {
  /** Who may. */
  Caller caller();

  /** What. */
  Target target();

  /** The path of the grant that allows it, for example {@code roles.agent.grants[1]}. */
  String rule();
}
