package dev.gatehouse.transport;

import org.jspecify.annotations.Nullable;

/**
 * What a request is called by its sender and on the pipe.
 *
 * @param method its method
 * @param id the sender's id, JSON text
 * @param wireId the id on the pipe, JSON text
 * @param token the sender's progress token, JSON text, null for none
 * @param wireToken the token on the pipe, JSON text, null for none
 */
record PipeIds(
    String method, String id, String wireId, @Nullable String token, @Nullable String wireToken) {}
