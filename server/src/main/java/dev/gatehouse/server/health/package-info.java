/**
 * How machines watch the gateway: is it alive, is it ready, what does it count. Never tells why it
 * is not ready to somebody who proved nothing.
 */
@NullMarked
package dev.gatehouse.server.health;

import org.jspecify.annotations.NullMarked;
