package dev.gatehouse.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate made by the JDK's own tool for one test. */
record SelfSigned(Path certificate, Path key, KeyStore trust) {
  private static final String PASSWORD = "change-it";

  /**
   * Makes one.
   *
   * @param names what it holds for, for example {@code dns:localhost,ip:127.0.0.1}
   */
  static SelfSigned of(Path directory, String name, String names) {
    try {
      var store = directory.resolve(name + ".p12");
      run(
          "keytool",
          "-genkeypair",
          "-alias",
          "a",
          "-keyalg",
          "EC",
          "-groupname",
          "secp256r1",
          "-dname",
          "CN=" + name,
          "-ext",
          "san=" + names,
          "-validity",
          "2",
          "-storetype",
          "PKCS12",
          "-keystore",
          store.toString(),
          "-storepass",
          PASSWORD);
      var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      var certificate = keys.getCertificate("a");
      var key = keys.getKey("a", PASSWORD.toCharArray());
      var trust = KeyStore.getInstance("PKCS12");
      trust.load(null, null);
      trust.setCertificateEntry("a", certificate);
      return new SelfSigned(
          pem(directory.resolve(name + ".crt"), "CERTIFICATE", certificate.getEncoded()),
          pem(directory.resolve(name + ".key"), "PRIVATE KEY", key.getEncoded()),
          trust);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A context that trusts this certificate alone. */
  SSLContext context() {
    try {
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trust);
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path pem(Path file, String label, byte[] content) throws IOException {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file,
        "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n",
        StandardCharsets.US_ASCII);
  }

  private static void run(String... command) throws IOException {
    var tool = Path.of(System.getProperty("java.home"), "bin", command[0]).toString();
    command[0] = tool;
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
