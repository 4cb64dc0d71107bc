package dev.gatehouse.conformance;

/** The two ways to speak the protocol: with a handshake, or with none. */
enum PairingEra {
  LEGACY,
  MODERN
}
