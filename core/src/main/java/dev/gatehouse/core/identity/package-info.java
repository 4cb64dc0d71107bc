/**
 * Who is calling: credentials become a {@link dev.gatehouse.core.identity.Caller}. Offers API keys
 * and JWT access tokens of configured issuers, and what tells clients where to get one. Never
 * decides what a caller may do, never keeps a credential (only its SHA-256), never tells a caller
 * why it was refused, and never passes a token on.
 *
 * <p>Claims are mapped by path; expressions over claims, opaque tokens and sender-constrained
 * tokens are not taken yet.
 *
 * <p>Threads: {@link dev.gatehouse.core.identity.Authentication} reads one volatile state. What is
 * slow asks {@link dev.gatehouse.core.waiting.Waiting} first: the fetch of an issuer's keys (one
 * thread at a time for each issuer) and signatures other than RSA up to 4096 bits.
 */
@NullMarked
package dev.gatehouse.core.identity;

import org.jspecify.annotations.NullMarked;
