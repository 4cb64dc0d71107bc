package dev.gatehouse.transport;

import dev.gatehouse.core.egress.AddressRules;
import dev.gatehouse.core.egress.NameService;
import dev.gatehouse.core.secrets.Secrets;

/**
 * What every way out needs.
 *
 * @param settings bounds
 * @param rules where may be connected to; hosts named by the owner are trusted in it
 * @param names turns names into addresses
 * @param secrets the gateway's own credentials
 */
public record Outside(
    UpstreamSettings settings, AddressRules rules, NameService names, Secrets secrets) {}
