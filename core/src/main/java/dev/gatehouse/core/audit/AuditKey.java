package dev.gatehouse.core.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;

/**
 * The Ed25519 key that signs heads. Kept as PEM: {@code audit.key} for its owner alone (mode 600),
 * {@code audit.pub} beside it for everyone who verifies. Prints without the key.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8410">RFC 8410</a>
 */
public final class AuditKey {
  private static final String ALGORITHM = "Ed25519";
  private static final byte[] PROBE = {'p', 'r', 'o', 'b', 'e'};

  private final PrivateKey signing;
  private final PublicKey verifying;
  private final long id;

  private AuditKey(PrivateKey signing, PublicKey verifying) {
    this.signing = signing;
    this.verifying = verifying;
    this.id = idOf(verifying);
  }

  /**
   * The key in the directory; makes one when there is none. Reads and writes files.
   *
   * @throws IOException when a file cannot be read or written, when others can read the private
   *     key, or when the two files do not belong together; the message says what to do
   */
  public static AuditKey in(Path directory) throws IOException {
    var secret = directory.resolve("audit.key");
    var open = directory.resolve("audit.pub");
    if (!Files.exists(secret)) {
      create(secret, open);
    }
    if (Files.getFileStore(secret).supportsFileAttributeView("posix")
        && !Files.getPosixFilePermissions(secret).stream()
            .allMatch(permission -> permission.name().startsWith("OWNER_"))) {
      throw new IOException("others can read the audit key: run chmod 600 " + secret);
    }
    try {
      var key = new AuditKey(privateKey(secret), publicKey(open));
      if (!verifies(key.verifying, PROBE, key.sign(PROBE))) {
        throw new IOException(open + " does not belong to " + secret + "; restore the right one");
      }
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("no Ed25519 key in PEM form in " + secret + " and " + open, e);
    }
  }

  /**
   * The public key in a PEM file, for verifying.
   *
   * @throws IOException when it cannot be read or is not one
   */
  public static PublicKey readPublic(Path file) throws IOException {
    try {
      return publicKey(file);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("no Ed25519 public key in PEM form in " + file, e);
    }
  }

  public PublicKey publicKey() {
    return verifying;
  }

  /** The short name of this key: 16 hex digits, the beginning of the SHA-256 of its public half. */
  public String name() {
    return nameOf(id);
  }

  @Override
  public String toString() {
    return "AuditKey[" + name() + "]";
  }

  long id() {
    return id;
  }

  byte[] sign(byte[] message) {
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initSign(signing);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the audit key " + name() + " does not sign", e);
    }
  }

  static boolean verifies(PublicKey key, byte[] message, byte[] signed) {
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  static long idOf(PublicKey key) {
    return Long.reverseBytes(
        LittleEndian.readLong(RecordLayout.sha256().digest(key.getEncoded()), 0));
  }

  static String nameOf(long id) {
    return "%016x".formatted(id);
  }

  private static void create(Path secret, Path open) throws IOException {
    KeyPair pair;
    try {
      pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java since 15 has Ed25519", e);
    }
    Files.writeString(open, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    var channel =
        Files.getFileStore(secret.toAbsolutePath().getParent()).supportsFileAttributeView("posix")
            ? Files.newByteChannel(
                secret,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
            : Files.newByteChannel(
                secret, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    try (channel) {
      channel.write(
          StandardCharsets.US_ASCII.encode(pem("PRIVATE KEY", pair.getPrivate().getEncoded())));
    }
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getEncoder().encodeToString(der)
        + "\n-----END "
        + what
        + "-----\n";
  }

  private static byte[] der(Path file) throws IOException {
    if (Files.size(file) > 4096) {
      throw new IllegalArgumentException("too long for a key");
    }
    var text = Files.readString(file).replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return Base64.getDecoder().decode(text);
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der(file)));
  }

  private static PublicKey publicKey(Path file) throws IOException, GeneralSecurityException {
    return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(der(file)));
  }
}
