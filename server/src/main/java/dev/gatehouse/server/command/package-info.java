/**
 * The commands that run in the program itself and not against a running gateway: start it, check
 * settings, try it all out. Never decides anything.
 */
@NullMarked
package dev.gatehouse.server.command;

import org.jspecify.annotations.NullMarked;
