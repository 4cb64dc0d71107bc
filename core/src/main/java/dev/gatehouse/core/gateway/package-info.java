/**
 * The way of a call, in one place: the order of the stages, and what becomes of an answer. Knows
 * neither HTTP nor the era a client or server speaks.
 */
@NullMarked
package dev.gatehouse.core.gateway;

import org.jspecify.annotations.NullMarked;
