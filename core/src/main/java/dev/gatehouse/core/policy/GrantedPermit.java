package dev.gatehouse.core.policy;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.registry.Target;

/** The one kind of permit there is. */
record GrantedPermit(Caller caller, Target target, String rule) implements Permit {}
