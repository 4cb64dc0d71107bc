/**
 * Sessions of the legacy era: those that clients hold with the gateway, and those that the gateway
 * holds with servers on their behalf. A session is never proof of identity, and never decides what
 * its caller may do.
 */
@NullMarked
package dev.gatehouse.core.sessions;

import org.jspecify.annotations.NullMarked;
