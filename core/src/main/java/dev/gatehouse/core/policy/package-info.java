/**
 * Who may use what: grants, forbids and conditions become a Permit or a refusal, and the same rules
 * say what a caller may see and why. Nothing is allowed by default, a forbid wins over every grant,
 * and what cannot be decided is decided against the call. CEL stays inside. Never forwards, never
 * counts and never waits.
 */
@NullMarked
package dev.gatehouse.core.policy;

import org.jspecify.annotations.NullMarked;
