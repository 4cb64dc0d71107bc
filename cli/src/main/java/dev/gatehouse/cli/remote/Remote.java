package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Exit;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.cli.screen.Plain;
import dev.gatehouse.cli.screen.Surroundings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The admin API of one gateway. Each method waits for the answer, up to its deadline, and ends in a
 * {@link Failure} that says what to do when there is none or it is no. Answers of more than 16 MiB
 * are refused. Not thread-safe.
 */
public final class Remote {
  /** Reads and writes JSON; immutable. */
  public static final JsonMapper JSON = JsonMapper.shared();

  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final int PAGE = 1_000;
  private static final int MOST_PAGES = 1_000;
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration USUAL = Duration.ofSeconds(90);

  private final Surroundings here;
  private final Address address;
  private final Optional<Key> key;
  private final Duration deadline;
  private @Nullable HttpClient client;
  private boolean isProven;

  public Remote(Surroundings here, Address address, Optional<Key> key) {
    this(here, address, key, USUAL);
  }

  private Remote(Surroundings here, Address address, Optional<Key> key, Duration deadline) {
    this.here = here;
    this.address = address;
    this.key = key;
    this.deadline = deadline;
  }

  /** The same with another deadline for each answer. */
  public Remote within(Duration another) {
    return new Remote(here, address, key, another);
  }

  public Address address() {
    return address;
  }

  /** Looks at something. */
  public Facts get(String path, Map<String, String> query) {
    var response = send(request(path, query).GET().build());
    return read(response).orElseThrow(this::notJson);
  }

  /** Looks at something. */
  public Facts get(String path) {
    return get(path, Map.of());
  }

  /**
   * A file that the gateway makes beside the admin API, as it came.
   *
   * @param rawPath as it goes over the wire
   */
  public byte[] file(String rawPath) {
    return send(asking(rawPath).GET().build()).body();
  }

  /** All items of a list, page after page. */
  public List<Facts> all(String path, Map<String, String> query) {
    var items = new ArrayList<Facts>();
    var cursor = "";
    for (var page = 0; page < MOST_PAGES; page++) {
      var asked = new TreeMap<>(query);
      asked.put("limit", Integer.toString(PAGE));
      if (!cursor.isEmpty()) {
        asked.put("cursor", cursor);
      }
      var answer = get(path, asked);
      answer.items("items").forEach(items::add);
      cursor = answer.exact("next");
      if (cursor.isEmpty()) {
        return items;
      }
    }
    throw Failure.failed(
        address + " has too many items under " + path, "ask for something narrower");
  }

  /** Makes or does something. */
  public Reply post(String path, ObjectNode body) {
    return reply(
        send(
            request(path, Map.of())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build()));
  }

  /** Takes something away. */
  public Reply delete(String path) {
    return reply(send(request(path, Map.of()).DELETE().build()));
  }

  /** A name as one part of a path. */
  public static String part(String name) {
    var part = new StringBuilder();
    for (var octet : name.getBytes(StandardCharsets.UTF_8)) {
      var character = (char) (octet & 0xFF);
      if (character < 0x80
          && (Character.isLetterOrDigit(character) || "-_~".indexOf(character) >= 0)) {
        part.append(character);
      } else {
        part.append(String.format("%%%02X", (int) character));
      }
    }
    return part.toString();
  }

  private HttpRequest.Builder request(String path, Map<String, String> query) {
    var target = new StringBuilder("/admin/v1/").append(path);
    var separator = '?';
    for (var parameter : new TreeMap<>(query).entrySet()) {
      target.append(separator).append(parameter.getKey()).append('=');
      target.append(part(parameter.getValue()));
      separator = '&';
    }
    return asking(target.toString());
  }

  private HttpRequest.Builder asking(String rawPath) {
    var request =
        HttpRequest.newBuilder(address.below(rawPath))
            .timeout(deadline)
            .header("Accept", "application/json, application/problem+json");
    key.ifPresent(known -> request.header("Authorization", "Bearer " + known.reveal()));
    return request;
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      proveFirst();
      var response =
          client().send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
      if (response.statusCode() / 100 != 2) {
        throw problem(response);
      }
      return response;
    } catch (HttpConnectTimeoutException | ConnectException e) {
      throw unreachable();
    } catch (HttpTimeoutException e) {
      throw Failure.failed(
          address + " did not answer in " + deadline.toSeconds() + " s",
          "try again; the gateway's log may say what it waits for");
    } catch (SSLException e) {
      throw Failure.failed(
          "no secure connection to " + address + ": " + words(e),
          "use the address that its certificate names, or give Java the authority that signed it");
    } catch (IOException e) {
      throw Failure.failed(
          "the connection to " + address + " broke: " + words(e), "see whether it still runs");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.failed("interrupted", "run it again");
    }
  }

  /** Before the key goes out: whoever hears it is the one that it is for. */
  private void proveFirst() throws IOException, InterruptedException {
    if (!isProven) {
      var only = key.flatMap(Key::onlyFor);
      if (only.isPresent()) {
        only.get().demandProof(client());
      }
      isProven = true;
    }
  }

  private HttpClient client() {
    var current = client;
    if (current == null) {
      current =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .proxy(HttpClient.Builder.NO_PROXY)
              .connectTimeout(CONNECT)
              .build();
      client = current;
    }
    return current;
  }

  private Reply reply(HttpResponse<byte[]> response) {
    return new Reply(read(response), response.headers().firstValue("Gatehouse-Record"));
  }

  private Optional<Facts> read(HttpResponse<byte[]> response) {
    if (response.body().length == 0) {
      return Optional.empty();
    }
    try {
      var json = JSON.readTree(response.body());
      if (json.isObject()) {
        return Optional.of(new Facts(json));
      }
    } catch (JacksonException _) {
      // Said below, like everything that is no object.
    }
    throw notJson();
  }

  private Failure problem(HttpResponse<byte[]> response) {
    var status = response.statusCode();
    var facts = problemFacts(response);
    return switch (status) {
      case 401 ->
          Failure.answered(
              Exit.FAILURE,
              status,
              key.map(known -> address + " does not accept the key of " + known.source())
                  .orElse(address + " wants a key, and there is none"),
              Optional.of(Keys.remedy(here)));
      case 403 -> Failure.answered(Exit.REFUSED, status, detail(facts, status), remedy(facts));
      default ->
          facts.has("type") || !facts.text("detail").isEmpty()
              ? Failure.answered(Exit.FAILURE, status, detail(facts, status), remedy(facts))
              : Failure.answered(
                  Exit.FAILURE,
                  status,
                  address + " answered " + status + ", not as a Gatehouse does",
                  Optional.of("name the address of one with --at or GATEHOUSE_URL"));
    };
  }

  private static Facts problemFacts(HttpResponse<byte[]> response) {
    try {
      return new Facts(JSON.readTree(response.body()));
    } catch (JacksonException _) {
      return new Facts(JSON.createObjectNode());
    }
  }

  private static String detail(Facts facts, int status) {
    return facts.optional("detail").or(() -> facts.optional("title")).orElse("status " + status);
  }

  private static Optional<String> remedy(Facts facts) {
    return facts.optional("remedy");
  }

  private Failure unreachable() {
    return Failure.failed(
        "nothing answers at " + address,
        "start one with: "
            + here.command()
            + " up   or name another with --at URL or GATEHOUSE_URL");
  }

  private Failure notJson() {
    return Failure.failed(
        address + " did not answer as a Gatehouse does",
        "name the address of one with --at or GATEHOUSE_URL");
  }

  private static String words(IOException e) {
    return Plain.text(Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName()));
  }
}
