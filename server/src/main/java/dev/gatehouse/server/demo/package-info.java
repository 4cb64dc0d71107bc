/**
 * The tour: real servers from npm behind a gateway of its own, two agents with different roles, and
 * what each of them may do. Never part of a gateway that others use.
 */
@NullMarked
package dev.gatehouse.server.demo;

import org.jspecify.annotations.NullMarked;
