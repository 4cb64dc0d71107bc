package dev.gatehouse.core.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.core.bridges.ToolPlans;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.core.views.ServerView;
import dev.gatehouse.core.views.Views;
import dev.gatehouse.protocol.LegacyTool;
import dev.gatehouse.protocol.ParamHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools of servers as their views hold them, read once for each view. Thread-safe. */
public final class ViewedTools implements ToolPlans {
  private static final int MOST_SERVERS = 10_000;

  /** A tool that a list as young as this lacks is not there, and is not asked for again. */
  private static final Duration YOUNG = Duration.ofSeconds(10);

  private static final LegacyTool NOT_LISTED =
      new LegacyTool(new byte[0], new ParamHeaders(List.of(), null), false);

  private record Read(ServerView view, Map<String, LegacyTool> tools) {
    @SuppressWarnings("ReferenceEquality") // of this very fetch
    boolean isOf(ServerView other) {
      return view == other;
    }
  }

  private final Cache<ServerName, Read> read =
      Caffeine.newBuilder().maximumSize(MOST_SERVERS).executor(Runnable::run).build();
  private final Views views;

  public ViewedTools(Views views) {
    this.views = views;
  }

  @Override
  public Optional<LegacyTool> known(Server server, String tool) {
    var view = views.known(server.name());
    if (view.isEmpty()) {
      return Optional.empty();
    }
    var known = Optional.ofNullable(tools(view.get()).get(tool));
    var isYoung = views.age(server.name()).filter(age -> age.compareTo(YOUNG) < 0).isPresent();
    return known.isEmpty() && isYoung ? Optional.of(NOT_LISTED) : known;
  }

  @Override
  public Optional<LegacyTool> fetched(Server server, String tool) {
    return Optional.ofNullable(tools(views.refreshNow(server)).get(tool));
  }

  private Map<String, LegacyTool> tools(ServerView view) {
    var known = read.getIfPresent(view.server());
    if (known != null && known.isOf(view)) {
      return known.tools;
    }
    var tools = new HashMap<String, LegacyTool>();
    for (var offer : view.list(ListKind.TOOLS)) {
      // Of two tools of one name, one that breaks the rules about headers decides.
      tools.merge(
          offer.item().key(),
          LegacyTool.of(offer.item().json()),
          (first, next) -> first.headers().isValid() ? next : first);
    }
    read.put(view.server(), new Read(view, tools));
    return tools;
  }
}
