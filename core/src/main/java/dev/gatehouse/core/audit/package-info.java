/**
 * The journal that may never lie: hash-chained lanes of records, signed heads. Never decides about
 * a call.
 */
@NullMarked
package dev.gatehouse.core.audit;

import org.jspecify.annotations.NullMarked;
