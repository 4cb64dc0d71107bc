package dev.gatehouse.transport;

import dev.gatehouse.core.egress.FetchFailed;
import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.secrets.SecretMissing;
import dev.gatehouse.core.secrets.SecretReference;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What must be known before a server can be spoken to: its checked addresses and the gateway's
 * credential. Found out on a virtual thread, by one of the callers for all of them, and looked up
 * again while in use, so that rotated secrets and moved names are followed. Thread-safe.
 */
final class Readiness {
  private static final long FRESH_NANOS = 5_000_000_000L;
  private static final long STALE_NANOS = 60_000_000_000L;

  /**
   * What was found out.
   *
   * @param addresses checked addresses, at least one
   * @param credential value of the credential's header, null for none
   * @param since {@link System#nanoTime}
   */
  record Ready(
      Connection.Http connection,
      List<InetAddress> addresses,
      @Nullable String credential,
      long since) {
    /** How to ask for a connection to one of the addresses. */
    RequestOptions options(HttpMethod method, int address) {
      var url = connection.url();
      var isTls = url.getScheme().equals("https");
      var port = url.getPort() >= 0 ? url.getPort() : isTls ? 443 : 80;
      var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
      return new RequestOptions()
          .setMethod(method)
          .setServer(
              SocketAddress.inetSocketAddress(new InetSocketAddress(addresses.get(address), port)))
          .setHost(url.getHost())
          .setPort(port)
          .setSsl(isTls)
          .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
          .setFollowRedirects(false);
    }

    @Override
    public String toString() {
      return "Ready[" + connection.url().getHost() + " " + addresses + "]";
    }
  }

  private record Waiter(Consumer<Ready> ready, Consumer<String> failed) {}

  private final Connection.Http connection;
  private final Outside outside;
  private final List<Waiter> waiters = new ArrayList<>();
  private boolean isLooking;
  private volatile @Nullable Ready current;

  Readiness(Connection.Http connection, Outside outside) {
    this.connection = connection;
    this.outside = outside;
  }

  /**
   * Tells one of the two, at once on this thread when it is known, else from a virtual thread.
   *
   * @param failed hears one sentence without secrets
   */
  void whenReady(Consumer<Ready> ready, Consumer<String> failed) {
    var known = current;
    var age = known == null ? Long.MAX_VALUE : System.nanoTime() - known.since;
    if (known == null || age > STALE_NANOS) {
      look(new Waiter(ready, failed));
      return;
    }
    if (age > FRESH_NANOS) {
      look(null);
    }
    ready.accept(known);
  }

  private void look(@Nullable Waiter waiter) {
    synchronized (waiters) {
      if (waiter != null) {
        waiters.add(waiter);
      }
      if (isLooking) {
        return;
      }
      isLooking = true;
    }
    Thread.ofVirtual().name("look up " + connection.url().getHost()).start(this::lookUp);
  }

  private void lookUp() {
    Ready found = null;
    var fault = "looking up the server broke off";
    try {
      var addresses = outside.rules().resolve(connection.url().getHost(), outside.names());
      found = new Ready(connection, addresses, credential(), System.nanoTime());
    } catch (FetchFailed | SecretMissing | IllegalArgumentException e) {
      fault = String.valueOf(e.getMessage());
    } finally {
      tell(found, fault);
    }
  }

  private void tell(@Nullable Ready found, String fault) {
    List<Waiter> told;
    synchronized (waiters) {
      current = found;
      isLooking = false;
      told = List.copyOf(waiters);
      waiters.clear();
    }
    for (var waiter : told) {
      if (found == null) {
        waiter.failed.accept(fault);
      } else {
        waiter.ready.accept(found);
      }
    }
  }

  private @Nullable String credential() {
    var use = connection.credential().orElse(null);
    return use == null
        ? null
        : use.scheme() + outside.secrets().resolve(new SecretReference(use.reference())).reveal();
  }
}
