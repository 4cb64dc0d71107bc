/**
 * What servers offer, kept at hand: the lists of each server as last fetched, the names under which
 * they stand side by side, and from both the route of a call. Never decides who may see what.
 */
@NullMarked
package dev.gatehouse.core.views;

import org.jspecify.annotations.NullMarked;
