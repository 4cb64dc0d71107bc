/**
 * The house: everything is put together here, by calling constructors from top to bottom. Never
 * decides anything itself.
 */
@NullMarked
package dev.gatehouse.server;

import org.jspecify.annotations.NullMarked;
