/**
 * Every way to say no. A refusal is a value with the facts; its wording for the wire is made in one
 * place. Never carries rule texts, addresses of upstreams or secrets.
 */
@NullMarked
package dev.gatehouse.core.refusal;

import org.jspecify.annotations.NullMarked;
