package dev.gatehouse.core.identity;

import dev.gatehouse.core.egress.FetchFailed;
import dev.gatehouse.core.egress.Fetcher;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The web as a map; remembers what was asked for. */
final class FakeFetcher implements Fetcher {
  private final Map<String, byte[]> pages = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile boolean isDown;

  void serve(String url, String body) {
    pages.put(url, body.getBytes(StandardCharsets.UTF_8));
  }

  void goDown() {
    isDown = true;
  }

  void comeUp() {
    isDown = false;
  }

  List<String> asked() {
    return asked;
  }

  @Override
  public byte[] get(URI url, String accept, int maxBytes, Duration deadline) throws FetchFailed {
    asked.add(url.toString());
    var page = pages.get(url.toString());
    if (isDown || page == null) {
      throw new FetchFailed("GET " + url + " was not answered; is it up?");
    }
    if (page.length > maxBytes) {
      throw new FetchFailed("GET " + url + " is larger than " + maxBytes + " bytes");
    }
    return page;
  }
}
