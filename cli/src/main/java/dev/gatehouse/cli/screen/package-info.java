/**
 * How the command line looks: tables, labelled facts, colour, progress, complaints. Every text from
 * elsewhere passes {@link dev.gatehouse.cli.screen.Plain} before it is shown. Knows no command and
 * no gateway, and never prints to anything but the surroundings it was given.
 */
@NullMarked
package dev.gatehouse.cli.screen;

import org.jspecify.annotations.NullMarked;
