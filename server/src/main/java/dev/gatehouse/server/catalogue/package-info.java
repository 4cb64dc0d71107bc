/**
 * The registry API, version 0.1: approved servers, as clients look them up. Reads the catalogue and
 * nothing else; never tells how the gateway reaches a server, and never lists what nobody approved.
 *
 * @see <a href="https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/api">the
 *     contract that it keeps</a>
 */
@NullMarked
package dev.gatehouse.server.catalogue;

import org.jspecify.annotations.NullMarked;
