/**
 * Contract tests and fixtures for those who implement what core asks for. Never part of a running
 * Gatehouse.
 */
@NullMarked
package dev.gatehouse.testkit;

import org.jspecify.annotations.NullMarked;
