/**
 * What proves other rooms: contract tests, and hand-written fakes in memory that fulfil them. Never
 * part of the running program.
 */
@NullMarked
package dev.gatehouse.testkit;

import org.jspecify.annotations.NullMarked;
