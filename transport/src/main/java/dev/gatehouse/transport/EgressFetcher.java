package dev.gatehouse.transport;

import dev.gatehouse.core.egress.AddressRules;
import dev.gatehouse.core.egress.FetchFailed;
import dev.gatehouse.core.egress.Fetcher;
import dev.gatehouse.core.egress.NameService;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fetches small documents under the address rules, each on a connection of its own. The name is
 * resolved once; what is connected to is an address that was checked, under the name that was asked
 * for.
 */
final class EgressFetcher implements Fetcher {
  private final Loops loops;
  private final Supplier<AddressRules> rules;
  private final NameService names;
  private final HttpClientAgent client;

  EgressFetcher(
      Loops loops, Supplier<AddressRules> rules, NameService names, UpstreamSettings settings) {
    this.loops = loops;
    this.rules = rules;
    this.names = names;
    this.client =
        loops
            .vertx()
            .createHttpClient(
                HttpUpstream.options(settings).setKeepAlive(false),
                new PoolOptions().setHttp1MaxSize(64).setMaxWaitQueueSize(64));
  }

  @Override
  public byte[] get(URI url, String accept, int maxBytes, Duration deadline) throws FetchFailed {
    if (loops.current() != null) {
      throw new IllegalStateException("a fetch blocks and may not be made on an event loop");
    }
    var target = target(url);
    var addresses = rules.get().resolve(target.getHost(), names);
    var fetch = new Fetch(url, maxBytes);
    var port = target.getPort();
    target.setServer(
        SocketAddress.inetSocketAddress(new InetSocketAddress(addresses.getFirst(), port)));
    loops.currentOrNext().later(() -> fetch.begin(client, target, accept));
    try {
      return fetch.done.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failed(url, "did not answer within " + deadline.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof FetchFailed cause ? cause : failed(url, "cannot be fetched");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(url, "was interrupted");
    } finally {
      fetch.giveUp();
    }
  }

  private static RequestOptions target(URI url) throws FetchFailed {
    var scheme = String.valueOf(url.getScheme());
    var isTls = scheme.equalsIgnoreCase("https");
    if (!isTls && !scheme.equalsIgnoreCase("http")) {
      throw failed(url, "is not an http or https URL");
    }
    if (url.getHost() == null || url.getRawUserInfo() != null) {
      throw failed(url, "has no plain host");
    }
    var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return new RequestOptions()
        .setMethod(HttpMethod.GET)
        .setHost(url.getHost())
        .setPort(url.getPort() >= 0 ? url.getPort() : isTls ? 443 : 80)
        .setSsl(isTls)
        .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
        .setFollowRedirects(false);
  }

  private static FetchFailed failed(URI url, String why) {
    return new FetchFailed(url.getScheme() + "://" + url.getHost() + " " + why);
  }

  /** One document on its way. Lives on one loop, but for {@link #giveUp}. */
  private static final class Fetch {
    private final URI url;
    private final int maxBytes;
    private final CompletableFuture<byte[]> done = new CompletableFuture<>();
    private volatile @Nullable HttpClientRequest request;

    Fetch(URI url, int maxBytes) {
      this.url = url;
      this.maxBytes = maxBytes;
    }

    void begin(HttpClientAgent client, RequestOptions options, String accept) {
      client
          .request(options)
          .onComplete(
              connected -> {
                request = connected;
                if (done.isDone()) {
                  connected.reset();
                  return;
                }
                connected.putHeader(HttpHeaders.ACCEPT, accept);
                connected.exceptionHandler(this::lost);
                connected.send().onComplete(this::head, this::lost);
              },
              this::lost);
    }

    private void head(HttpClientResponse answer) {
      var length = ContentLength.of(answer.getHeader(HttpHeaders.CONTENT_LENGTH));
      if (answer.statusCode() != 200) {
        fail("answered with status " + answer.statusCode() + "; redirects are not followed");
      } else if (answer.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
        fail("answered with a compressed body though none was asked for");
      } else if (length > maxBytes) {
        fail("answered with more than " + maxBytes + " bytes");
      } else {
        var gathering = new Gathering(maxBytes, (int) length);
        answer.exceptionHandler(this::lost);
        answer.handler(piece -> {
          if (!gathering.take(piece)) {
            fail("answered with more than " + maxBytes + " bytes");
          }
        });
        answer.endHandler(_ -> done.complete(gathering.whole()));
      }
    }

    private void lost(Throwable fault) {
      fail("cannot be fetched: " + fault.getMessage());
    }

    private void fail(String why) {
      done.completeExceptionally(failed(url, why));
      giveUp();
    }

    /** Ends the connection unless the document has come. */
    void giveUp() {
      var asked = request;
      if (done.completeExceptionally(failed(url, "was given up"))
          || done.isCompletedExceptionally()) {
        if (asked != null) {
          asked.reset();
        }
      }
    }
  }
}
