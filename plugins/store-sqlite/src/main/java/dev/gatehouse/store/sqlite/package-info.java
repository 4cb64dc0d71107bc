/**
 * The stores of one gateway in one SQLite file. Everything here blocks, on platform threads of its
 * own, since native calls would pin virtual ones. Never decides anything, and has no place where a
 * command to run could be kept.
 */
@NullMarked
package dev.gatehouse.store.sqlite;

import org.jspecify.annotations.NullMarked;
