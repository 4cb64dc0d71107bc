/**
 * What somebody probably meant to write, for messages of settings, conditions and the admin API.
 * Never corrects anything by itself.
 */
@NullMarked
package dev.gatehouse.core.spelling;

import org.jspecify.annotations.NullMarked;
