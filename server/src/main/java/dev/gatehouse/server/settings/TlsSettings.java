package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.Doc;
import java.nio.file.Path;

/** The gateway's own certificate. */
@Doc("HTTPS on the listening address. Replaced files are picked up for new connections.")
public record TlsSettings(
    @Doc(value = "PEM file with the certificate and its chain.", example = "/etc/gatehouse/tls.crt")
        Path certificate,
    @Doc(
            value = "PEM file with the private key, readable for the gateway's user only.",
            example = "/etc/gatehouse/tls.key")
        Path key) {}
