/**
 * What an organisation knows of: documents that describe servers, read leniently and checked
 * strictly, and the order of their versions. The room knows no store, no HTTP and no caller.
 */
@NullMarked
package dev.gatehouse.core.artifacts;

import org.jspecify.annotations.NullMarked;
