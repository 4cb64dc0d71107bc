/** Who is calling: credentials become a Caller. Never decides what a caller may do. */
@NullMarked
package dev.gatehouse.core.identity;

import org.jspecify.annotations.NullMarked;
