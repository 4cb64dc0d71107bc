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
   * @param target what stands in the request line
   * @param credential value of the credential's header, null for none
   * @param since {@link System#nanoTime}
   */
  record Ready(
      Connection.Http connection,
      List<SocketAddress> addresses,
      String target,
      @Nullable String credential,
      long since) {
    static Ready of(
        Connection.Http connection, List<InetAddress> addresses, @Nullable String credential) {
      var url = connection.url();
      var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
      return new Ready(
          connection,
          addresses.stream()
              .map(address -> new InetSocketAddress(address, port(connection)))
              .map(SocketAddress::inetSocketAddress)
              .toList(),
          url.getRawQuery() == null ? path : path + "?" + url.getRawQuery(),
          credential,
          System.nanoTime());
    }

    /** How to ask for a connection to one of the addresses. */
    RequestOptions options(HttpMethod method, int address) {
      return new RequestOptions()
          .setMethod(method)
          .setServer(addresses.get(address))
          .setHost(connection.url().getHost())
          .setPort(port(connection))
          .setSsl(isTls(connection))
          .setURI(target)
          .setFollowRedirects(false);
    }

    private static int port(Connection.Http connection) {
      var named = connection.url().getPort();
      return named >= 0 ? named : isTls(connection) ? 443 : 80;
    }

    private static boolean isTls(Connection.Http connection) {
      return connection.url().getScheme().equals("https");
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
      found = Ready.of(connection, addresses, credential());
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
