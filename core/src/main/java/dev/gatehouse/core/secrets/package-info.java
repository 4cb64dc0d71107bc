/**
 * Secrets by reference. Never prints one, and never keeps one where a record or log could reach it.
 */
@NullMarked
package dev.gatehouse.core.secrets;

import org.jspecify.annotations.NullMarked;
