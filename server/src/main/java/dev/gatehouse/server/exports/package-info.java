/**
 * What is approved, as files for clients and for those who look for servers: lists that clients
 * enforce, settings, links, cards. Each file is made from one catalogue for one reader, by the same
 * rules as the registry: what is hidden there is absent here. Never tells how the gateway reaches a
 * server, and never writes a credential, only where one goes.
 *
 * <p>There is no A2A agent card of the gateway: it is no agent, and a card would say so.
 */
@NullMarked
package dev.gatehouse.server.exports;

import org.jspecify.annotations.NullMarked;
