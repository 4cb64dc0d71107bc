package dev.gatehouse.testkit;

import static dev.gatehouse.testkit.StoredThings.THEN;
import static dev.gatehouse.testkit.StoredThings.server;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.StoredServer;
import dev.gatehouse.core.store.Stores;
import dev.gatehouse.protocol.Era;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of servers does. */
public interface ServerStoreContract {
  /** Empty stores, the same ones in the whole test. */
  Stores stores();

  @Test
  default void keepsServersByNameInOrder() {
    stores().servers().put(server("files"));
    stores().servers().put(server("crm"));

    assertThat(stores().servers().all()).containsExactly(server("crm"), server("files"));
  }

  @Test
  default void keepsEveryFieldOfAServer() {
    var credential = new Connection.CredentialUse("Authorization", "Bearer ", "env:CRM_TOKEN");
    var whole =
        new StoredServer(
            new ServerName("crm"),
            new Connection.Http(
                URI.create("https://crm.example:8443/a%2Fb?x=1"),
                Optional.of(credential),
                Connection.HttpTransport.SSE),
            Optional.of(Era.LEGACY),
            Server.Sessions.PER_CLIENT,
            Duration.ofMillis(100),
            true,
            "jwt:https://issuer.example#ana/console \"'; drop table servers; --",
            THEN);

    stores().servers().put(whole);

    assertThat(stores().servers().all()).containsExactly(whole);
  }

  @Test
  default void replacesTheServerOfTheSameName() {
    stores().servers().put(server("crm", "https://old.example/mcp"));
    stores().servers().put(server("crm", "https://new.example/mcp"));

    assertThat(stores().servers().all()).containsExactly(server("crm", "https://new.example/mcp"));
  }

  @Test
  default void removesAServerAndSaysWhetherItWasThere() {
    stores().servers().put(server("crm"));

    assertThat(stores().servers().remove(new ServerName("crm"))).isTrue();
    assertThat(stores().servers().remove(new ServerName("crm"))).isFalse();
    assertThat(stores().servers().all()).isEmpty();
  }
}
