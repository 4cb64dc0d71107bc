/**
 * The catalogue: which servers exist, who vouched for them, what they offer and under which names.
 * Never decides who may use what, and never speaks to a server itself.
 */
@NullMarked
package dev.gatehouse.core.registry;

import org.jspecify.annotations.NullMarked;
