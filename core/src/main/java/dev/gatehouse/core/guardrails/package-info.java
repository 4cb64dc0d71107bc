/** What may not pass in arguments and results. May mask or block, never retarget a call. */
@NullMarked
package dev.gatehouse.core.guardrails;

import org.jspecify.annotations.NullMarked;
