package dev.gatehouse.server;

import dev.gatehouse.server.http.Answers;
import dev.gatehouse.server.http.Json;
import dev.gatehouse.server.http.Problem;
import dev.gatehouse.transport.ControlPlane.Answer;
import dev.gatehouse.transport.ControlPlane.Header;
import dev.gatehouse.transport.ControlPlane.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * That this gateway runs, written down in the data directory for commands of the same user, and
 * shown to those who ask: {@code GET /local/proof?nonce=…} answers with an HMAC of purpose, address
 * and nonce under a secret that is made for this run and stands only in that file. So the first key
 * goes to nothing that merely took the port, and not through something that passes nonces on, for
 * it would stand at another address. Thread-safe.
 */
final class Presence implements AutoCloseable {
  /** The file in the data directory. */
  static final String FILE = "running.json";

  private static final String PATH = "/local/proof";
  private static final String PURPOSE = "gatehouse local proof";
  private static final String HMAC = "HmacSHA256";
  private static final int SECRET_BYTES = 32;

  /** 32 bytes in base64url, and nothing else. */
  private static final Pattern QUERY = Pattern.compile("nonce=([A-Za-z0-9_-]{43})");

  private final Path file;
  private final byte[] secret = new byte[SECRET_BYTES];
  private volatile @Nullable String address;

  private record Written(String address, long pid, String started, String secret) {}

  private record Proof(String proof) {}

  /**
   * One that is not written down yet.
   *
   * @param data the data directory, which this gateway has to itself
   */
  Presence(Path data) {
    this.file = data.resolve(FILE);
    new SecureRandom().nextBytes(secret);
  }

  /**
   * Writes it down.
   *
   * @param listening where this gateway answers by now
   * @throws IOException when the file cannot be written
   */
  void write(URI listening, Instant now) throws IOException {
    var mine = listening.toString().toLowerCase(Locale.ROOT);
    address = mine;
    var process = ProcessHandle.current();
    var started = process.info().startInstant().orElse(now).toString();
    var written = new Written(mine, process.pid(), started, text(secret));
    OwnersFile.write(file, Json.MAPPER.writeValueAsString(written) + "\n");
  }

  /** Whether a raw path is its. */
  static boolean takes(String path) {
    return path.equals(PATH);
  }

  /** The proof for a nonce. */
  Answer answer(Request request) {
    if (!request.method().equals("GET")) {
      return Answers.methodNotAllowed(request.method(), List.of("GET"));
    }
    var nonce = QUERY.matcher(request.query());
    if (!nonce.matches()) {
      return Answers.problem(
          Problem.badRequest("the nonce is not 32 bytes in base64url", "send nonce=…"));
    }
    var mine = address;
    if (mine == null) {
      return Answers.problem(Problem.notFound("nothing is written down yet"));
    }
    return Answers.with(
        Answers.json(200, new Proof(proof(mine, nonce.group(1)))),
        new Header("Cache-Control", "no-store"));
  }

  private String proof(String mine, String nonce) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      var text = PURPOSE + "\n" + mine + "\n" + nonce;
      return text(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Takes it back. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
