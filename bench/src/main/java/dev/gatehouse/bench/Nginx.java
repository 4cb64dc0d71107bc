package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** nginx as a plain proxy before the upstream, and as a server of one file. */
final class Nginx implements AutoCloseable {
  /** Path of the other upstream, if there is one. */
  static final String OTHER = "/other";

  private static final Duration START = Duration.ofSeconds(10);

  private final Child child;
  private final int port;
  private final Path directory;

  private Nginx(Child child, int port, Path directory) {
    this.child = child;
    this.port = port;
    this.directory = directory;
  }

  /** Starts one worker for each processor, as Gatehouse has one event loop for each. */
  static Nginx start(Path program, Path directory, int upstreamPort) throws IOException {
    return start(program, directory, upstreamPort, upstreamPort);
  }

  /** The same, with another upstream behind {@value #OTHER}, whose answers go on as they come. */
  static Nginx start(Path program, Path directory, int upstreamPort, int otherPort)
      throws IOException {
    Files.createDirectories(directory.resolve("files"));
    var port = Ports.free();
    var settings = directory.resolve("nginx.conf");
    Files.writeString(settings, settings(directory, port, upstreamPort, otherPort));
    var child =
        Child.start(
            "nginx",
            directory,
            List.of(
                program.toString(),
                "-p",
                directory.toString(),
                "-c",
                settings.toString(),
                "-e",
                directory.resolve("error.log").toString()));
    Ports.awaitListening(child, port, START);
    return new Nginx(child, port, directory);
  }

  int port() {
    return port;
  }

  long pid() {
    return child.pid();
  }

  /** Serves these bytes from a file from now on, and says under which path. */
  String serve(String name, byte[] bytes) throws IOException {
    Files.write(directory.resolve("files").resolve(name), bytes);
    return "/files/" + name;
  }

  private static String settings(Path directory, int port, int upstreamPort, int otherPort) {
    var user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
    return """
    %s
    worker_processes auto;
    daemon off;
    pid %s/nginx.pid;
    error_log %s/error.log crit;
    events { worker_connections 4096; }
    http {
      access_log off;
      sendfile on;
      tcp_nopush on;
      open_file_cache max=10;
      keepalive_requests 1000000000;
      client_body_buffer_size 64k;
      client_body_temp_path %s/body;
      proxy_temp_path %s/proxy;
      fastcgi_temp_path %s/fastcgi;
      uwsgi_temp_path %s/uwsgi;
      scgi_temp_path %s/scgi;
      types { application/json json; }
      upstream responder {
        server 127.0.0.1:%d;
        keepalive 512;
        keepalive_requests 1000000000;
      }
      server {
        listen 127.0.0.1:%d backlog=1024;
        root %s;
        location /files/ { }
        location %s {
          proxy_pass http://127.0.0.1:%d;
          proxy_http_version 1.1;
          proxy_buffering off;
        }
        location / {
          proxy_pass http://responder;
          proxy_http_version 1.1;
          proxy_set_header Connection "";
        }
      }
    }
    """
        .formatted(
            user,
            directory,
            directory,
            directory,
            directory,
            directory,
            directory,
            directory,
            upstreamPort,
            port,
            directory,
            OTHER,
            otherPort);
  }

  @Override
  public void close() {
    child.close();
  }
}
