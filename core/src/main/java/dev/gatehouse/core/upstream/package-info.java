/**
 * What the gateway needs of a live connection to a server, over HTTP or over pipes. Contracts only:
 * never knows a wire library, a caller or a policy.
 */
@NullMarked
package dev.gatehouse.core.upstream;

import org.jspecify.annotations.NullMarked;
