/** Tests of what the benchmark computes; that it runs is seen by running it. */
@NullMarked
package dev.gatehouse.bench;

import org.jspecify.annotations.NullMarked;
