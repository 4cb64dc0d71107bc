package dev.gatehouse.core.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.core.connections.Capabilities;
import dev.gatehouse.core.guardrails.Guardrails;
import dev.gatehouse.core.pins.Pins;
import dev.gatehouse.core.policy.CallerClass;
import dev.gatehouse.core.policy.Policy;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.views.Directory;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.core.views.ServerView;
import dev.gatehouse.protocol.JsonRpc;
import dev.gatehouse.protocol.McpExtensions;
import dev.gatehouse.protocol.ProtocolVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the gateway says of itself where it stands for many servers: what those of them offer that
 * the caller may use, and how they say that they are used. Made once for all callers that may use
 * the same.
 */
final class Greeting {
  private static final String SELF =
      "{\"name\":\"gatehouse\",\"title\":\"Gatehouse\",\"version\":\"0.1.0\"}";
  private static final String INSTRUCTIONS =
      "Tools of several servers stand side by side here, named server__tool. A result that begins"
          + " with \"Not done\" means that the gateway refused the call: the sentence says what to"
          + " do instead.";
  private static final String SESSION_TASKS =
      "\"tasks\":{\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}}";
  private static final int MOST_INSTRUCTIONS = 16 << 10;
  private static final int MOST_CHARACTERS = 8 << 20;

  /** What a greeting depends on; equal keys, equal greetings. */
  private record Key(
      Policy policy,
      Guardrails guardrails,
      Pins pins,
      Directory directory,
      Endpoint endpoint,
      CallerClass callers) {}

  /**
   * One greeting, as JSON texts.
   *
   * @param capabilities the fields of the object, extensions aside
   * @param extensions the fields of the object, tasks aside
   * @param hasTasks whether a server has the extension of tasks
   * @param hasSessionTasks whether a server has tasks of revision 2025-11-25
   * @param instructions a string
   */
  private record Said(
      String capabilities,
      String extensions,
      boolean hasTasks,
      boolean hasSessionTasks,
      String instructions) {
    int characters() {
      return 500 + capabilities.length() + extensions.length() + instructions.length();
    }

    /** The whole object in a session. */
    String inSession() {
      return hasSessionTasks
          ? "{" + SESSION_TASKS + "," + announced(false).substring(1)
          : announced(false);
    }

    /** The whole object. */
    String announced(boolean withTasks) {
      var tasks = "\"" + McpExtensions.TASKS + "\":{}";
      var all = withTasks && hasTasks ? joined(List.of(extensions, tasks)) : extensions;
      return "{"
          + (all.isEmpty() ? capabilities : capabilities + ",\"extensions\":{" + all + "}")
          + "}";
    }
  }

  private final Cache<Key, Said> greetings =
      Caffeine.newBuilder()
          .maximumWeight(MOST_CHARACTERS)
          .weigher((Key _, Said said) -> said.characters())
          .executor(Runnable::run)
          .build();

  /** The result of {@code initialize}. */
  String initialize(Visit visit, Directory directory, ProtocolVersion version) {
    var said = said(visit, directory);
    return "{\"protocolVersion\":\""
        + version.text()
        + "\",\"capabilities\":"
        + said.inSession()
        + ",\"serverInfo\":"
        + SELF
        + ",\"instructions\":"
        + said.instructions
        + "}";
  }

  /** The result of {@code server/discover}; as {@link #initialize}. */
  String discover(Visit visit, Directory directory) {
    var said = said(visit, directory);
    return "{\"resultType\":\"complete\",\"supportedVersions\":[\""
        + ProtocolVersion.V2026_07_28.text()
        + "\"],\"capabilities\":"
        + said.announced(visit.hasExtension(McpExtensions.TASKS))
        + ",\"instructions\":"
        + said.instructions
        + ",\"ttlMs\":"
        + Keeping.LONGEST
        + ",\"cacheScope\":\"private\","
        + "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
        + SELF
        + "}}";
  }

  private Said said(Visit visit, Directory directory) {
    var policy = visit.snapshot().policy();
    var key =
        new Key(
            policy,
            visit.snapshot().guardrails(),
            visit.snapshot().pins(),
            directory,
            visit.arrival().endpoint(),
            policy.callerClass(visit.caller()));
    return greetings.get(key, made -> say(visit, made));
  }

  private static Said say(Visit visit, Key key) {
    var views =
        key.directory.views().stream()
            .filter(view -> key.policy.mayReach(visit.caller(), view.server()))
            .filter(view -> isOnRoute(visit, key, view))
            .toList();
    var all = views.stream().map(view -> view.about().capabilities()).toList();
    var hasApps =
        views.stream().anyMatch(view -> !view.about().apps().isEmpty())
            || all.stream().anyMatch(each -> each.extensions().contains(McpExtensions.UI));
    return new Said(
        capabilities(visit, all, hasApps),
        hasApps ? "\"" + McpExtensions.UI + "\":{}" : "",
        all.stream().anyMatch(each -> each.extensions().contains(McpExtensions.TASKS)),
        has(all, "tasks"),
        instructions(key, views));
  }

  /** A server is on a toolset's route with a tool that the caller may use. */
  private static boolean isOnRoute(Visit visit, Key key, ServerView view) {
    var onRoute = CallerLists.onRoute(key.endpoint, key.policy);
    return !(key.endpoint instanceof Endpoint.Toolset)
        || view.list(ListKind.TOOLS).stream()
            .map(ServerView.Offer::target)
            .anyMatch(tool -> onRoute.test(tool) && key.policy.mayList(visit.caller(), tool));
  }

  /**
   * Tools are always announced: the list is the route's own, and its changes are told, so a client
   * that finds it empty hears when it is not any more.
   */
  private static String capabilities(Visit visit, List<Capabilities> all, boolean hasApps) {
    var isToolset = visit.arrival().endpoint() instanceof Endpoint.Toolset;
    var lists = "{\"listChanged\":true}";
    var said = new ArrayList<String>();
    said.add("\"tools\":" + lists);
    if (!isToolset && has(all, "prompts")) {
      said.add("\"prompts\":" + lists);
    }
    if (!isToolset && has(all, "resources")) {
      var subscribes = all.stream().anyMatch(Capabilities::subscribes);
      said.add(
          "\"resources\":" + (subscribes ? "{\"listChanged\":true,\"subscribe\":true}" : lists));
    } else if (hasApps) {
      said.add("\"resources\":{}");
    }
    if (!isToolset && has(all, "completions")) {
      said.add("\"completions\":{}");
    }
    if (has(all, "logging")) {
      said.add("\"logging\":{}");
    }
    return joined(said);
  }

  private static boolean has(List<Capabilities> all, String name) {
    return all.stream().anyMatch(each -> each.names().contains(name));
  }

  /** Strings of JSON may be put together between their quotes, and so stay as inspected. */
  private static String instructions(Key key, List<ServerView> views) {
    var said = new StringBuilder(bare(JsonRpc.quote(INSTRUCTIONS)));
    for (var view : views) {
      var its =
          key.pins
              .of(view.server())
              .instructions(view.about().instructions())
              .map(text -> inspected(key.guardrails, view, text));
      if (its.isPresent() && !its.get().isEmpty()) {
        var part = bare(JsonRpc.quote("\n\n## " + view.server() + "\n")) + its.get();
        if (said.length() + part.length() > MOST_INSTRUCTIONS) {
          break;
        }
        said.append(part);
      }
    }
    return "\"" + said + "\"";
  }

  /** Empty when a guardrail blocks them: then nothing is said of this server. */
  private static String inspected(Guardrails guardrails, ServerView view, String text) {
    var quoted = JsonRpc.quote(text).getBytes(StandardCharsets.UTF_8);
    try {
      var shown = guardrails.item(view.server(), quoted).message();
      return bare(new String(shown, StandardCharsets.UTF_8));
    } catch (Refused blocked) {
      return "";
    }
  }

  private static String bare(String quoted) {
    return quoted.substring(1, quoted.length() - 1);
  }

  private static String joined(List<String> fields) {
    return String.join(",", fields.stream().filter(field -> !field.isEmpty()).toList());
  }
}
