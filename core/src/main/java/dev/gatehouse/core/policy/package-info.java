/**
 * Who may use what: grants, forbids and conditions become a Permit or a refusal. Never forwards and
 * never counts.
 */
@NullMarked
package dev.gatehouse.core.policy;

import org.jspecify.annotations.NullMarked;
