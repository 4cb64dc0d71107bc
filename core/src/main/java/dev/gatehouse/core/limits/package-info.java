/**
 * How much and how often: a Permit becomes an Admission or a refusal, and a flood is turned away at
 * the door. Counts live in memory, bounded, and survive a change of rules. Never decides who may
 * use what, and never waits.
 */
@NullMarked
package dev.gatehouse.core.limits;

import org.jspecify.annotations.NullMarked;
