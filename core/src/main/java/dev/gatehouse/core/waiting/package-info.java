/**
 * How a stage says that it would have to wait. Used by every stage of the way of a call; knows none
 * of them, and never waits itself.
 */
@NullMarked
package dev.gatehouse.core.waiting;

import org.jspecify.annotations.NullMarked;
