package dev.gatehouse.server.desk;

import dev.gatehouse.core.audit.AuditReader;
import dev.gatehouse.core.audit.Reference;
import dev.gatehouse.core.connections.Eras;
import dev.gatehouse.core.gateway.Gateway;
import dev.gatehouse.core.gateway.Snapshot;
import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.identity.KeyStore;
import dev.gatehouse.core.pins.PinnedServer;
import dev.gatehouse.core.policy.Explanation;
import dev.gatehouse.core.policy.Explanation.Verdict;
import dev.gatehouse.core.policy.PolicyRules;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.Server;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.views.Directory;
import dev.gatehouse.core.views.ListKind;
import dev.gatehouse.core.views.ServerView;
import dev.gatehouse.core.views.Views;
import dev.gatehouse.core.waiting.Waiting;
import dev.gatehouse.server.admin.PolicyDesk;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Problem;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Answers from what the gateway decides by at this moment, and from its journal. Thread-safe. */
public final class DecisionDesk implements PolicyDesk {
  /**
   * What it answers from.
   *
   * @param rules what settings and store declare now
   * @param rulesSince since when these rules decide
   */
  public record Sources(
      Supplier<Snapshot> snapshot,
      Supplier<PolicyRules> rules,
      Supplier<Instant> rulesSince,
      KeyStore keys,
      Views views,
      Eras eras,
      AuditReader journal,
      Gateway gateway,
      InstantSource clock) {}

  private final Sources from;
  private final Somebody somebody;
  private final CallsInPlace calls;

  public DecisionDesk(Sources from) {
    this.from = from;
    this.somebody = new Somebody(from.keys(), from.rules(), from.clock());
    this.calls = new CallsInPlace(from.gateway(), from.snapshot(), from.eras(), from.views());
  }

  @Override
  public List<ToolView> tools(Optional<String> as) {
    var snapshot = from.snapshot().get();
    var caller = as.map(name -> somebody.called(name).supposed());
    var directory =
        new Directory(from.views().of(snapshot.catalogue().reachable(), Waiting.ALLOWED));
    return directory
        .offers(ListKind.TOOLS)
        .filter(offer -> caller.isEmpty() || isListed(snapshot, caller.get(), offer))
        .map(offer -> view(snapshot, directory, offer, caller))
        .sorted(Comparator.comparing(ToolView::name))
        .toList();
  }

  private static boolean isListed(Snapshot snapshot, Caller caller, ServerView.Offer offer) {
    var pinned = snapshot.pins().of(offer.target().server());
    return snapshot.policy().mayList(caller, offer.target())
        && pinned.listed(ListKind.TOOLS, offer.item()) != null;
  }

  private static ToolView view(
      Snapshot snapshot, Directory directory, ServerView.Offer offer, Optional<Caller> caller) {
    var explained =
        caller.map(who ->
            snapshot.policy().explain(who, offer.target(), Optional.empty(), Optional.empty()));
    return new ToolView(
        directory.name(offer.target()),
        offer.target().server().text(),
        offer.target().name(),
        Descriptions.of(offer),
        explained.flatMap(Explanation::grant).map(RuleBook::words),
        explained.filter(why -> why.verdict() == Verdict.DEPENDS).isPresent());
  }

  @Override
  public Optional<ExplanationView> explain(String reference) {
    var parsed = Reference.parse(reference);
    if (parsed.isEmpty()) {
      return Optional.empty();
    }
    try {
      var policy = from.snapshot().get().policy();
      var story =
          new CallStory(
              policy, new RuleBook(from.rules().get()), from.rulesSince().get(), somebody);
      return from.journal().find(parsed.get()).map(found -> story.of(reference, found));
    } catch (IOException e) {
      throw new Declined(
          new Problem(
              "Journal not readable",
              503,
              "the journal could not be read: " + e.getMessage(),
              Optional.of("look at the disk of the data directory")));
    }
  }

  @Override
  public ExplanationView explain(String as, String target) {
    var snapshot = from.snapshot().get();
    var caller = somebody.called(as).supposed();
    var server = server(snapshot, target);
    var asked = target(server, target);
    var why = snapshot.policy().explain(caller, asked, Optional.empty(), Optional.empty());
    var isApproved =
        server.isReachable()
            && snapshot.pins().of(server.name()).call(asked) == PinnedServer.Verdict.GOES;
    var values = new LinkedHashMap<String, String>();
    why.values().forEach(value -> values.put(value.name(), value.value()));
    return new ExplanationView(
        isApproved && why.verdict() == Verdict.ALLOWED,
        isApproved && why.verdict() == Verdict.DEPENDS,
        asked.toString(),
        new CallerView(
            caller.agent(),
            caller.user(),
            Optional.of(caller.credential()),
            List.copyOf(new TreeSet<>(caller.roles()))),
        why.grant().map(RuleBook::words),
        why.grant().flatMap(Explanation.Rule::when),
        why.forbid().map(RuleBook::forbidding),
        new RecordedValues(values).shown(),
        isApproved ? why.allowedIf() : Optional.of(approvedAnd(server, why)),
        Optional.empty());
  }

  private static String approvedAnd(Server server, Explanation why) {
    return (server.isReachable()
            ? "it is approved as it is offered now (gatehouse server approve "
            : "the server is approved (gatehouse server approve ")
        + server.name()
        + ")"
        + why.allowedIf().map(more -> ", and " + more).orElse("");
  }

  private static Server server(Snapshot snapshot, String target) {
    var slash = target.indexOf('/');
    if (slash <= 0 || slash == target.length() - 1) {
      throw new IllegalArgumentException("a target is server/name, for example crm/update_ticket");
    }
    var name = target.substring(0, slash);
    return snapshot
        .catalogue()
        .server(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no server \""
                    + (name.length() <= 100 ? name : name.substring(0, 100) + "…")
                    + "\"; there are "
                    + names(snapshot)));
  }

  private static String names(Snapshot snapshot) {
    var servers = snapshot.catalogue().servers();
    return servers.isEmpty()
        ? "none"
        : String.join(", ", servers.stream().limit(10).map(one -> one.name().text()).toList());
  }

  /** A tool, unless the server lists a prompt or resource of that name and no tool. */
  private Target target(Server server, String target) {
    var name = target.substring(target.indexOf('/') + 1);
    var view = from.views().known(server.name());
    for (var kind : List.of(ListKind.TOOLS, ListKind.PROMPTS, ListKind.RESOURCES)) {
      var listed = new Target(server.name(), kind.primitive(), name);
      if (view.isPresent()
          && view.get().list(kind).stream().anyMatch(offer -> offer.target().equals(listed))) {
        return listed;
      }
    }
    var primitive = name.contains("://") ? Primitive.RESOURCE : Primitive.TOOL;
    return new Target(server.name(), primitive, name);
  }

  @Override
  public CalledView call(NewCall wanted, String by) {
    var as = somebody.key(wanted.as());
    var server = server(from.snapshot().get(), wanted.target());
    var arguments = wanted.arguments().map(DecisionDesk::object).orElse("{}");
    var tool = wanted.target().substring(wanted.target().indexOf('/') + 1);
    var answer =
        calls.call(
            new CallsInPlace.Wanted(
                as, "admin API, by " + by, server.name().text(), tool, arguments));
    return new CalledView(
        answer.orElseThrow(() ->
            new Declined(
                new Problem(
                    "No answer",
                    504,
                    "the call had no answer within its deadline; it may have been carried out",
                    Optional.of("gatehouse audit tail shows what is recorded of it")))));
  }

  private static String object(JsonNode arguments) {
    if (!arguments.isObject()) {
      throw new IllegalArgumentException("arguments is a JSON object, for example {\"id\":7}");
    }
    return arguments.toString();
  }
}
