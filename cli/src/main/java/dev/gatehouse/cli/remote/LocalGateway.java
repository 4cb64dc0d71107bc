package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;

/**
 * The gateway that runs on a data directory of this machine, as {@code up} wrote it down in {@value
 * #FILE}: where it listens, and a secret of this run by which it can be known again. The first key
 * of the directory goes to it and to nothing else: the file may be left over from a crash, and
 * something foreign may have taken the port since.
 */
final class LocalGateway {
  /** The file in the data directory. */
  static final String FILE = "running.json";

  /** Where a gateway answers nonces; no credential is needed. */
  static final String PATH = "/local/proof";

  /** What both sides put before address and nonce, so that the answer means nothing elsewhere. */
  static final String PURPOSE = "gatehouse local proof";

  private static final int SECRET_BYTES = 32;
  private static final int NONCE_BYTES = 32;
  private static final long MOST_BYTES = 4_096;
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final Path data;
  private final Address address;
  private final byte[] secret;

  private LocalGateway(Path data, Address address, byte[] secret) {
    this.data = data;
    this.address = address;
    this.secret = secret;
  }

  /**
   * The one of a data directory, when one wrote itself down there.
   *
   * @throws Failure when others may read the file, or it says something else than {@code up} writes
   */
  static Optional<LocalGateway> of(Path data) {
    return Credentials.secretFile(data.resolve(FILE)).map(text -> read(data, text));
  }

  private static LocalGateway read(Path data, String text) {
    try {
      var facts = new Facts(Remote.JSON.readTree(text));
      var secret = Base64.getUrlDecoder().decode(facts.exact("secret"));
      if (secret.length == SECRET_BYTES) {
        return new LocalGateway(data, Address.of(facts.exact("address")), secret);
      }
    } catch (JacksonException | IllegalArgumentException _) {
      // Said below, like a secret of another length.
    }
    throw Failure.failed(
        data.resolve(FILE) + " is not as a gateway writes it",
        "remove it and start the gateway again, or set GATEHOUSE_KEY");
  }

  /** Where it listens. */
  Address address() {
    return address;
  }

  /**
   * Lets it show that it knows the secret of this run, at this address; waits for its answer. To be
   * asked on the connections over which the key then goes.
   *
   * @throws Failure when it does not show it
   */
  void demandProof(HttpClient client) throws IOException, InterruptedException {
    var random = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(random);
    var nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    var response =
        client.send(
            HttpRequest.newBuilder(target(nonce)).timeout(DEADLINE).GET().build(),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    if (response.statusCode() != 200 || !isProof(nonce, response.body())) {
      throw Failure.failed(
          "what answers at "
              + address
              + " is not the gateway of "
              + data
              + ": it got no key from here",
          "see what listens there; start the gateway again, or set GATEHOUSE_KEY and name it with"
              + " --at");
    }
  }

  private URI target(String nonce) {
    return address.below(PATH + "?nonce=" + nonce);
  }

  private boolean isProof(String nonce, byte[] body) {
    try {
      var said = new Facts(Remote.JSON.readTree(body)).exact("proof");
      return MessageDigest.isEqual(expected(nonce), Base64.getUrlDecoder().decode(said));
    } catch (JacksonException | IllegalArgumentException _) {
      return false;
    }
  }

  private byte[] expected(String nonce) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      var text = PURPOSE + "\n" + address + "\n" + nonce;
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
