/** How settings become objects: what a settings record says of itself. Never reads a file. */
@NullMarked
package dev.gatehouse.core.kind;

import org.jspecify.annotations.NullMarked;
