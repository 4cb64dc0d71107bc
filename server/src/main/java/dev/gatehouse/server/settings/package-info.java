/**
 * The settings file: read, checked against the records that the rooms declare, explained, watched
 * and edited. Offers {@link dev.gatehouse.server.settings.Settings}, its loader and its watch. The
 * JSON schema, the commented example and the manual are made from the same records. Never decides
 * anything, never resolves a secret, and never repeats one in a message.
 */
@NullMarked
package dev.gatehouse.server.settings;

import org.jspecify.annotations.NullMarked;
