/**
 * The admin API: what an administrator may look at and change over HTTP. Every route needs the
 * role; every change is recorded before it is made. Never takes a command to run, never makes
 * decisions of its own: behind each topic stands a desk, an interface that House wires to the real
 * thing.
 */
@NullMarked
package dev.gatehouse.server.admin;

import org.jspecify.annotations.NullMarked;
