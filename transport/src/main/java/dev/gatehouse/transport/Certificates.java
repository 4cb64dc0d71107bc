package dev.gatehouse.transport;

import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Certificate and key of a listener, taken anew when their files change. A pair that does not fit
 * is logged and left aside; the old one stays in use.
 */
final class Certificates implements AutoCloseable {
  static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");
  private static final long EVERY_MILLIS = 5_000;
  private static final System.Logger LOG = System.getLogger(Certificates.class.getName());

  private final Loops loops;
  private final HttpServer server;
  private final ListenerSettings.Tls files;
  private final long timer;
  private String seen;

  private Certificates(Loops loops, HttpServer server, ListenerSettings.Tls files) {
    this.loops = loops;
    this.server = server;
    this.files = files;
    this.seen = state(files);
    this.timer =
        loops
            .vertx()
            .setPeriodic(
                EVERY_MILLIS, _ -> Thread.ofVirtual().name("certificates").start(this::look));
  }

  static Certificates watch(Loops loops, HttpServer server, ListenerSettings.Tls files) {
    return new Certificates(loops, server, files);
  }

  static PemKeyCertOptions of(ListenerSettings.Tls files) {
    return new PemKeyCertOptions()
        .setCertPath(files.certificate().toString())
        .setKeyPath(files.key().toString());
  }

  private synchronized void look() {
    var now = state(files);
    if (!now.equals(seen)) {
      seen = now;
      reload();
    }
  }

  /** Takes the files as they are; false when they do not fit. Blocks. */
  boolean reload() {
    var options =
        new ServerSSLOptions()
            .setKeyCertOptions(of(files))
            .setUseAlpn(true)
            .setEnabledSecureTransportProtocols(PROTOCOLS);
    try {
      Await.result(server.updateSSLOptions(options, true), 30);
      LOG.log(System.Logger.Level.INFO, "certificate taken from " + files.certificate());
      return true;
    } catch (IllegalStateException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          "certificate in "
              + files.certificate()
              + " not taken, the old one stays: "
              + e.getMessage());
      return false;
    }
  }

  @Override
  public void close() {
    loops.vertx().cancelTimer(timer);
  }

  private static String state(ListenerSettings.Tls files) {
    return state(files.certificate()) + " " + state(files.key());
  }

  private static String state(Path file) {
    try {
      return Files.getLastModifiedTime(file) + "/" + Files.size(file);
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
