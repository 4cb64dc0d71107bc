package dev.gatehouse.conformance;

import dev.gatehouse.core.egress.FetchFailed;
import dev.gatehouse.core.egress.Fetcher;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Fetches with the JDK's client and no address rules; counts what it did. */
final class JdkFetcher implements Fetcher {
  private final HttpClient client =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private final AtomicInteger fetches = new AtomicInteger();

  int fetches() {
    return fetches.get();
  }

  @Override
  public byte[] get(URI url, String accept, int maxBytes, Duration deadline) throws FetchFailed {
    fetches.incrementAndGet();
    try {
      var request = HttpRequest.newBuilder(url).header("Accept", accept).timeout(deadline).build();
      var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200 || answer.body().length > maxBytes) {
        throw new FetchFailed("GET " + url + " answered " + answer.statusCode());
      }
      return answer.body();
    } catch (IOException e) {
      throw new FetchFailed("GET " + url + " failed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FetchFailed("GET " + url + " was interrupted");
    }
  }
}
