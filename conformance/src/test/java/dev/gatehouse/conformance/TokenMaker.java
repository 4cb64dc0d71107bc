package dev.gatehouse.conformance;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.function.UnaryOperator;

/** An authorization server that signs whatever a test asks for, and publishes its key. */
final class TokenMaker implements AutoCloseable {
  private final HttpServer server;
  private final ECKey key;

  TokenMaker() {
    try {
      key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    var keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/jwks",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, keys.length);
          exchange.getResponseBody().write(keys);
          exchange.close();
        });
    server.start();
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The block for {@code identity.issuers}. */
  String settings(String audience) {
    return "{ issuer: \"%s\", audience: \"%s\", jwks: \"%s/jwks\", roles: roles }"
        .formatted(issuer(), audience, issuer());
  }

  /** A good token for the audience, but for what the test changes. */
  String token(String audience, UnaryOperator<JWTClaimsSet.Builder> but) {
    var now = Instant.now();
    var claims =
        but.apply(
                new JWTClaimsSet.Builder()
                    .issuer(issuer())
                    .audience(audience)
                    .subject("ana")
                    .claim("azp", "bot")
                    .claim("roles", java.util.List.of("everything"))
                    .issueTime(Date.from(now))
                    .expirationTime(Date.from(now.plusSeconds(600))))
            .build();
    try {
      var header =
          new JWSHeader.Builder(JWSAlgorithm.ES256)
              .keyID(key.getKeyID())
              .type(new JOSEObjectType("at+jwt"))
              .build();
      var token = new SignedJWT(header, claims);
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
