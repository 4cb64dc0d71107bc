/**
 * What runs where: what was found in the settings of MCP clients, what an organisation knows of it,
 * and what is wrong with it. Offers {@link dev.gatehouse.core.inventory.Report} for what was found,
 * {@link dev.gatehouse.core.inventory.Judge} for what is to be said of it and {@link
 * dev.gatehouse.core.inventory.RunningServers} for all devices together. Never reads a file, and
 * has no place for the value of a secret.
 *
 * <p>What was found is kept, not what was said of it: a server that is approved tomorrow is in
 * order tomorrow, without another scan.
 */
@NullMarked
package dev.gatehouse.core.inventory;

import org.jspecify.annotations.NullMarked;
