package dev.gatehouse.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a Keycloak for tokens, and its admin API for new keys. */
final class KeycloakClient {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI root;
  private final String adminPassword;

  KeycloakClient(URI root, String adminPassword) {
    this.root = root;
    this.adminPassword = adminPassword;
  }

  /** An access token of a program for itself (client credentials). */
  String tokenOf(String bot) {
    return tokens(bot, Map.of("grant_type", "client_credentials")).get("access_token").asString();
  }

  /** Access and refresh token of a person through a program. */
  JsonNode tokensOf(String user, String bot) {
    return tokens(
        bot,
        Map.of(
            "grant_type",
            "password",
            "username",
            user,
            "password",
            user + "-of-the-tests",
            "scope",
            "openid"));
  }

  /** Ends the person's session. */
  void logOut(String bot, String refreshToken) {
    var answer =
        post(
            "/realms/acme/protocol/openid-connect/logout",
            form(withSecret(bot, Map.of("refresh_token", refreshToken))));
    expect(204, answer);
  }

  /** Makes a new RSA key, with which new tokens are signed from now on; older keys stay listed. */
  void addRsaKey(String name, int priority) {
    var realm = admin("GET", "/admin/realms/acme", "").get("id").asString();
    admin(
        "POST",
        "/admin/realms/acme/components",
        """
        {"name":"%s","providerId":"rsa-generated","providerType":"org.keycloak.keys.KeyProvider",
         "parentId":"%s","config":{"priority":["%d"],"algorithm":["RS256"],"keySize":["2048"]}}
        """
            .formatted(name, realm, priority));
  }

  /** Removes a key: tokens that it signed must not be taken any more. */
  void removeKey(String name) {
    for (var component : admin("GET", "/admin/realms/acme/components?name=" + name, "")) {
      admin("DELETE", "/admin/realms/acme/components/" + component.get("id").asString(), "");
    }
  }

  private JsonNode tokens(String bot, Map<String, String> fields) {
    var answer = post("/realms/acme/protocol/openid-connect/token", form(withSecret(bot, fields)));
    expect(200, answer);
    return JSON.readTree(answer.body());
  }

  private static Map<String, String> withSecret(String bot, Map<String, String> fields) {
    var all = new HashMap<>(fields);
    all.put("client_id", bot);
    all.put("client_secret", bot + "-of-the-tests");
    return all;
  }

  private JsonNode admin(String verb, String path, String json) {
    var answer =
        send(
            HttpRequest.newBuilder(URI.create(root + path))
                .header("Authorization", "Bearer " + adminToken())
                .header("Content-Type", "application/json")
                .method(verb, HttpRequest.BodyPublishers.ofString(json)));
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(path + " answered " + answer.statusCode());
    }
    return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
  }

  private String adminToken() {
    var fields =
        Map.of(
            "grant_type", "password",
            "client_id", "admin-cli",
            "username", "admin",
            "password", adminPassword);
    var answer = post("/realms/master/protocol/openid-connect/token", form(fields));
    expect(200, answer);
    return JSON.readTree(answer.body()).get("access_token").asString();
  }

  private HttpResponse<String> post(String path, String form) {
    return send(
        HttpRequest.newBuilder(URI.create(root + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void expect(int status, HttpResponse<String> answer) {
    if (answer.statusCode() != status) {
      throw new IllegalStateException(
          answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
    }
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
