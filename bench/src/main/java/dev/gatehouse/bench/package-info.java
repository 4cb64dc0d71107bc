/**
 * The benchmark: starts an upstream, nginx and Gatehouse on this machine, loads them in turn, and
 * tells what a call costs in CPU and time. Measures from outside only: it uses nothing of the
 * product's code, and the product never uses it.
 */
@NullMarked
package dev.gatehouse.bench;

import org.jspecify.annotations.NullMarked;
