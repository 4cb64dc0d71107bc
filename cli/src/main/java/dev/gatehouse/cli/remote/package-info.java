/**
 * The way to a gateway's admin API: its address, the key, and what it answers. Sends a key only to
 * the address that it belongs to, follows no redirect, bounds what it reads. Shows nothing itself.
 */
@NullMarked
package dev.gatehouse.cli.remote;

import org.jspecify.annotations.NullMarked;
