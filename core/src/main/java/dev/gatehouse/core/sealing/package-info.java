/**
 * State that goes out to clients and comes back: sealed, so that nobody can read, forge or borrow
 * it. Never decides what the state means.
 */
@NullMarked
package dev.gatehouse.core.sealing;

import org.jspecify.annotations.NullMarked;
