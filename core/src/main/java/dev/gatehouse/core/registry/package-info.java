/**
 * Which servers exist, what they offer and who vouched for them. Never decides who may use them.
 */
@NullMarked
package dev.gatehouse.core.registry;

import org.jspecify.annotations.NullMarked;
