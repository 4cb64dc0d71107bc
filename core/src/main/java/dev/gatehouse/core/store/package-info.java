/**
 * Everything that was decided through the API, behind one door: what is kept, that it changed, and
 * that it cannot be kept. Never knows a database.
 */
@NullMarked
package dev.gatehouse.core.store;

import org.jspecify.annotations.NullMarked;
