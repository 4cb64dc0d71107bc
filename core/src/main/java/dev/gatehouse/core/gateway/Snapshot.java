package dev.gatehouse.core.gateway;

import dev.gatehouse.core.guardrails.Guardrails;
import dev.gatehouse.core.limits.Limits;
import dev.gatehouse.core.pins.Pins;
import dev.gatehouse.core.policy.Policy;
import dev.gatehouse.core.registry.Catalogue;

/**
 * Everything that a call is decided from, at one moment. Immutable; swapped as a whole when
 * something changes, so that one call never sees half of a change.
 *
 * @param catalogue which servers there are
 * @param policy who may use what
 * @param limits how much and how often; its counters live on from snapshot to snapshot
 * @param guardrails what may not pass
 * @param pins what was approved of each server; what servers show now is noted there
 */
public record Snapshot(
    Catalogue catalogue, Policy policy, Limits limits, Guardrails guardrails, Pins pins) {}
