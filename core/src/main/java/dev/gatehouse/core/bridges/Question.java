package dev.gatehouse.core.bridges;

import dev.gatehouse.protocol.InputKind;

/**
 * What a server wants to know.
 *
 * @param idText JSON text of the id of its request
 * @param requestJson the request as the client gets it
 */
record Question(String idText, InputKind kind, String requestJson) {}
