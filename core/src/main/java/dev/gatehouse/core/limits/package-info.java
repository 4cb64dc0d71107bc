/**
 * How much and how often: a Permit becomes an Admission or a refusal. Never decides who may use
 * what.
 */
@NullMarked
package dev.gatehouse.core.limits;

import org.jspecify.annotations.NullMarked;
