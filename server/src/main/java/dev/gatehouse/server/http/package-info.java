/**
 * How the control plane reads requests and words answers: paths, queries, JSON, problems. Never
 * knows what is asked, and never listens itself.
 */
@NullMarked
package dev.gatehouse.server.http;

import org.jspecify.annotations.NullMarked;
