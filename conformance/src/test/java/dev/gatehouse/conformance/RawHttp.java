package dev.gatehouse.conformance;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends requests byte for byte as they are given, for what no HTTP library would send. */
final class RawHttp {
  private static final int PATIENCE_MS = 60_000;

  private RawHttp() {}

  /**
   * One request on a connection of its own.
   *
   * @param start verb and target, for example {@code POST /mcp}
   * @param headers whole lines; {@code Host} is among them, {@code Content-Length} is added
   */
  static Caller.Answer send(URI at, String start, List<String> headers, String body) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var head = new StringBuilder(start).append(" HTTP/1.1\r\n");
    headers.forEach(line -> head.append(line).append("\r\n"));
    head.append("Connection: close\r\nContent-Length: ").append(bytes.length).append("\r\n\r\n");
    try (var socket = new Socket(at.getHost(), at.getPort())) {
      socket.setSoTimeout(PATIENCE_MS);
      var out = socket.getOutputStream();
      out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      out.write(bytes);
      out.flush();
      return answer(whole(new BufferedInputStream(socket.getInputStream())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The header line with the right host. */
  static String host(URI at) {
    return "Host: " + at.getAuthority();
  }

  /** Up to the announced length, or else to the end: a server may take its time to close. */
  private static byte[] whole(InputStream in) throws IOException {
    var all = new ByteArrayOutputStream();
    while (!all.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      var next = in.read();
      if (next < 0) {
        return all.toByteArray();
      }
      all.write(next);
    }
    var head = all.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    var length = head.indexOf("\r\ncontent-length:");
    all.writeBytes(
        length < 0
            ? in.readAllBytes()
            : in.readNBytes(
                Integer.parseInt(
                    head.substring(length + 17, head.indexOf("\r\n", length + 2)).strip())));
    return all.toByteArray();
  }

  private static Caller.Answer answer(byte[] all) {
    var text = new String(all, StandardCharsets.ISO_8859_1);
    var end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("no answer, but: " + text);
    }
    var lines = text.substring(0, end).split("\r\n", -1);
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (var i = 1; i < lines.length; i++) {
      var colon = lines[i].indexOf(':');
      headers
          .computeIfAbsent(lines[i].substring(0, colon), _ -> new ArrayList<>())
          .add(lines[i].substring(colon + 1).strip());
    }
    var body = text.substring(end + 4);
    var chunked = headers.getOrDefault("transfer-encoding", List.of()).contains("chunked");
    var bytes = (chunked ? unchunked(body) : body).getBytes(StandardCharsets.ISO_8859_1);
    return new Caller.Answer(
        Integer.parseInt(lines[0].split(" ", -1)[1]),
        headers,
        new String(bytes, StandardCharsets.UTF_8));
  }

  private static String unchunked(String body) {
    var whole = new ByteArrayOutputStream();
    var at = 0;
    while (at < body.length()) {
      var line = body.indexOf("\r\n", at);
      var size = Integer.parseInt(body.substring(at, line), 16);
      whole.writeBytes(
          body.substring(line + 2, line + 2 + size).getBytes(StandardCharsets.ISO_8859_1));
      at = line + 2 + size + 2;
    }
    return whole.toString(StandardCharsets.ISO_8859_1);
  }
}
