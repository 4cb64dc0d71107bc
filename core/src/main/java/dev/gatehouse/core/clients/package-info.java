/**
 * The MCP clients of this world: where each of them keeps its settings, on which system, in which
 * form, and what its entries say. Offers {@link dev.gatehouse.core.clients.Places} for where to
 * look and {@link dev.gatehouse.core.clients.SettingsReader} for what to make of the bytes. Never
 * opens a file, and lets no value of a secret out.
 */
@NullMarked
package dev.gatehouse.core.clients;

import org.jspecify.annotations.NullMarked;
