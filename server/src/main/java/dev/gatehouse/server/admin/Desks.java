package dev.gatehouse.server.admin;

/** Everything behind the admin API. */
public record Desks(
    KeyDesk keys,
    ServerDesk servers,
    GrantDesk grants,
    PolicyDesk policy,
    AuditDesk audit,
    ArtifactDesk artifacts,
    InventoryDesk inventory,
    StateDesk state) {}
