/** Black-box views: the running program and its real peers, from outside. */
@NullMarked
package dev.gatehouse.conformance;

import org.jspecify.annotations.NullMarked;
