package dev.gatehouse.core.gateway;

import dev.gatehouse.core.audit.AuditSettings;
import dev.gatehouse.core.audit.Journal;
import dev.gatehouse.core.audit.Lane;
import dev.gatehouse.core.bridges.ModernFaces;
import dev.gatehouse.core.connections.Connections;
import dev.gatehouse.core.connections.Eras;
import dev.gatehouse.core.gateway.Gateway.Threads;
import dev.gatehouse.core.identity.Authentication;
import dev.gatehouse.core.limits.FloodBound;
import dev.gatehouse.core.sealing.Sealer;
import dev.gatehouse.core.sessions.ClientSessions;
import dev.gatehouse.core.telemetry.Telemetry;
import dev.gatehouse.core.views.Views;
import dev.gatehouse.protocol.StrictJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a gateway is put together from.
 *
 * @param snapshot what calls are decided from at this moment
 * @param lane the journal lane of the calling thread
 * @param audit what is kept, and what becomes of calls that cannot be recorded
 * @param stateLife how long the state that a server hands out for a retry may come back
 * @param resource the URL of a route, as tokens name it
 * @param challenge the {@code WWW-Authenticate} value of a route, given the scopes that are missing
 * @param telemetry counts and times what becomes of requests
 * @param threads where calls run
 * @param nanoTime measures spans of time
 */
public record GatewayParts(
    Supplier<Snapshot> snapshot,
    Authentication authentication,
    FloodBound flood,
    ClientSessions sessions,
    Connections connections,
    Eras eras,
    ModernFaces modernFaces,
    Views views,
    Journal journal,
    Supplier<Lane> lane,
    AuditSettings audit,
    Sealer sealer,
    Duration stateLife,
    Function<Endpoint, String> resource,
    BiFunction<Endpoint, List<String>, String> challenge,
    Telemetry telemetry,
    StrictJson.Bounds bounds,
    Threads threads,
    InstantSource clock,
    LongSupplier nanoTime) {}
