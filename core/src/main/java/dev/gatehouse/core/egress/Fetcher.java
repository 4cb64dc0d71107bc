package dev.gatehouse.core.egress;

import java.net.URI;
import java.time.Duration;

/**
 * Fetches small documents from foreign URLs under the address rules: resolved once, checked, and
 * connected to the checked address; no redirects, no proxy, no cookies. Blocking: call it on a
 * virtual thread. Thread-safe.
 */
public interface Fetcher {
  /**
   * One GET.
   *
   * @param url absolute http or https URL
   * @param accept the media type asked for
   * @param maxBytes the largest body taken
   * @param deadline from the start to the last byte
   * @throws FetchFailed when the address is not allowed, the server does not answer with 200 in
   *     time, or the body is too large; the message names cause and remedy
   */
  byte[] get(URI url, String accept, int maxBytes, Duration deadline) throws FetchFailed;
}
