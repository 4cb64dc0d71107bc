/**
 * Looks for what MCP clients run on this machine and in directories, and shows what is to be said
 * of it: as a table, as JSON, as a page. Opens regular files only, within bounds, and follows no
 * link out of what it was told to look through. Never keeps or shows the value of a secret, never
 * changes a client's settings, and never speaks to a gateway itself.
 */
@NullMarked
package dev.gatehouse.cli.inventory;

import org.jspecify.annotations.NullMarked;
