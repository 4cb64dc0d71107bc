package dev.gatehouse.server.admin;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.server.admin.AdminRoute.Changing;
import dev.gatehouse.server.admin.AdminRoute.Deed;
import dev.gatehouse.server.admin.AdminRoute.Reading;
import dev.gatehouse.server.http.Declined;
import dev.gatehouse.server.http.Json.Page;
import dev.gatehouse.server.http.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All routes of the admin API, in the order in which they are tried. */
final class Routes {
  private final Desks desks;

  private Routes(Desks desks) {
    this.desks = desks;
  }

  static List<AdminRoute> of(Desks desks) {
    var routes = new Routes(desks);
    return Stream.of(
            routes.state(),
            routes.keys(),
            routes.servers(),
            routes.grants(),
            routes.policy(),
            routes.audit(),
            routes.artifacts(),
            InventoryRoutes.of(desks.inventory()))
        .flatMap(List::stream)
        .toList();
  }

  private List<AdminRoute> state() {
    return List.of(
        new Reading("version", "what runs", _ -> Outcome.of(desks.state().version())),
        new Reading(
            "settings",
            "which settings are in force, and what is wrong with the file",
            _ -> Outcome.of(desks.state().settings())));
  }

  private List<AdminRoute> keys() {
    var desk = desks.keys();
    return List.of(
        new Reading(
            "keys",
            "lists keys",
            ask ->
                Outcome.of(Paging.page(desk.all(), key -> key.created() + key.id(), ask.query()))),
        new Changing(
            "POST",
            "keys",
            "key.create",
            "makes a key and shows it this once",
            ask -> {
              var wanted = ask.body(KeyDesk.NewKey.class);
              return new Deed(
                  wanted.name() + " with roles " + String.join(", ", wanted.roles()),
                  () -> Outcome.made(desk.create(wanted)));
            }),
        new Changing(
            "DELETE",
            "keys/{key}",
            "key.revoke",
            "revokes a key, by id, name or prefix",
            this::revoke));
  }

  private Deed revoke(Ask ask) {
    var key = desks.keys().find(ask.at("key")).orElseThrow(() -> absent("key", ask.at("key")));
    if (("key:" + key.id()).equals(ask.by().id())) {
      throw new Declined(
          Problem.conflict(
              "this is the key that you call with",
              "make another key with the role administrator, and revoke this one with that"));
    }
    return new Deed(
        key.id() + " " + key.name(),
        () -> {
          if (!desks.keys().revoke(key.id())) {
            throw absent("key", key.id());
          }
          return Outcome.gone();
        });
  }

  private List<AdminRoute> servers() {
    var desk = desks.servers();
    return List.of(
        new Reading(
            "servers",
            "lists servers",
            ask -> Outcome.of(Paging.page(desk.all(), ServerDesk.ServerView::name, ask.query()))),
        new Changing(
            "POST",
            "servers",
            "server.add",
            "declares a server at a URL and probes it",
            ask -> {
              var wanted = ask.body(ServerDesk.NewServer.class);
              return new Deed(wanted.name(), () -> Outcome.made(desk.add(wanted, name(ask.by()))));
            }),
        new Reading("servers/{name}", "shows a server", ask -> Outcome.of(shown(ask))),
        new Changing(
            "DELETE",
            "servers/{name}",
            "server.remove",
            "forgets a server of the store, and its approval",
            ask ->
                new Deed(
                    shown(ask).name(),
                    () -> {
                      desk.remove(ask.at("name"));
                      return Outcome.gone();
                    })),
        new Changing(
            "POST",
            "servers/{name}/approve",
            "server.approve",
            "approves a server as it was looked at",
            this::approve),
        new Changing(
            "DELETE",
            "servers/{name}/approval",
            "server.disapprove",
            "takes an approval back",
            ask -> new Deed(shown(ask).name(), () -> Outcome.of(desk.disapprove(ask.at("name"))))),
        new Changing(
            "POST",
            "servers/{name}/refresh",
            "server.refresh",
            "asks a server again what it offers",
            ask -> new Deed(shown(ask).name(), () -> Outcome.of(desk.refresh(ask.at("name"))))));
  }

  private Deed approve(Ask ask) {
    var wanted = ask.body(ServerDesk.LookedAt.class);
    var server = shown(ask);
    return new Deed(
        server.name()
            + " as "
            + server.fingerprint()
            + wanted.definitionsHash().map(hash -> " with " + hash).orElse(", unseen"),
        () -> Outcome.of(desks.servers().approve(server.name(), wanted, name(ask.by()))));
  }

  private ServerDesk.ServerView shown(Ask ask) {
    return desks.servers().show(ask.at("name")).orElseThrow(() -> absent("server", ask.at("name")));
  }

  private List<AdminRoute> grants() {
    var desk = desks.grants();
    return List.of(
        new Reading(
            "grants",
            "lists grants",
            ask -> Outcome.of(Paging.page(desk.all(), GrantOrder::key, ask.query()))),
        new Changing(
            "POST",
            "grants",
            "grant.add",
            "lets a role use something",
            ask -> {
              var wanted = ask.body(GrantDesk.NewGrant.class);
              return new Deed(
                  wanted.role() + " " + GrantOrder.glob(wanted),
                  () -> Outcome.made(desk.add(wanted, name(ask.by()))));
            }),
        new Changing(
            "DELETE",
            "grants/{id}",
            "grant.remove",
            "takes a grant of the store back",
            ask ->
                new Deed(
                    ask.at("id"),
                    () -> {
                      desk.remove(ask.at("id"));
                      return Outcome.gone();
                    })));
  }

  private List<AdminRoute> artifacts() {
    var desk = desks.artifacts();
    return List.of(
        new Reading(
            "artifacts",
            "lists versions in the registry (review, search, after, limit)",
            ask ->
                Outcome.of(
                    new Page<>(
                        desk.list(
                            ask.query().value("review"),
                            ask.query().value("search"),
                            ask.query().value("after"),
                            ask.query().number("limit", 1, Paging.MOST, Paging.USUAL)),
                        Optional.empty()))),
        new Reading(
            "artifacts/{name}",
            "shows all versions of one name, the newest first",
            ask -> {
              var versions = desk.versions(ask.at("name"));
              if (versions.isEmpty()) {
                throw absent("artifact", ask.at("name"));
              }
              return Outcome.of(new Page<>(versions, Optional.empty()));
            }),
        new Changing(
            "POST",
            "artifacts/{name}/versions/{version}/review",
            "artifact.review",
            "brings a version into another state of review",
            ask -> {
              var wanted = ask.body(ArtifactDesk.ReviewOrder.class);
              var which = ask.at("name") + " " + ask.at("version");
              return new Deed(
                  which + " " + wanted.state(),
                  () -> Outcome.of(desk.review(ask.at("name"), ask.at("version"), wanted.state())));
            }),
        new Changing(
            "POST",
            "imports",
            "artifact.import",
            "takes over records of another registry (source), one JSON object a line",
            ask -> {
              var order =
                  new ArtifactDesk.ImportOrder(
                      ask.needed("source"), new String(ask.bytes(), StandardCharsets.UTF_8));
              return new Deed(
                  order.lines().size() + " records of " + order.source(),
                  () -> Outcome.of(desk.take(order)));
            }));
  }

  private List<AdminRoute> policy() {
    var desk = desks.policy();
    return List.of(
        new Reading(
            "tools",
            "lists tools, of all or of somebody (as)",
            ask ->
                Outcome.of(
                    Paging.page(
                        desk.tools(ask.query().value("as")),
                        PolicyDesk.ToolView::name,
                        ask.query()))),
        new Reading(
            "explain",
            "says what would be decided for somebody (as) and a tool (target)",
            ask -> Outcome.of(desk.explain(ask.needed("as"), ask.needed("target")))),
        new Reading(
            "explain/{reference}",
            "tells the story of one call",
            ask ->
                Outcome.of(
                    desk.explain(ask.at("reference"))
                        .orElseThrow(() -> absent("record", ask.at("reference"))))),
        new Changing(
            "POST",
            "call",
            "call.as",
            "calls a tool as the owner of a key",
            ask -> {
              var wanted = ask.body(PolicyDesk.NewCall.class);
              return new Deed(
                  wanted.target() + " as " + wanted.as(),
                  () -> Outcome.of(desk.call(wanted, name(ask.by()))));
            }));
  }

  private List<AdminRoute> audit() {
    var desk = desks.audit();
    return List.of(
        new Reading(
            "audit",
            "the newest records, or those after one",
            ask ->
                Outcome.of(
                    desk.tail(
                        ask.query().number("limit", 1, Paging.MOST, Paging.USUAL),
                        ask.query().value("after")))),
        new Reading("audit/verify", "checks the whole journal", _ -> Outcome.of(desk.verify())),
        new Reading(
            "audit/{reference}",
            "shows one record",
            ask ->
                Outcome.of(
                    desk.show(ask.at("reference"))
                        .orElseThrow(() -> absent("record", ask.at("reference"))))));
  }

  static Declined absent(String noun, String name) {
    var shown = name.length() <= 100 ? name : name.substring(0, 100) + "…";
    return new Declined(Problem.notFound("there is no " + noun + " \"" + shown + "\""));
  }

  /** Who is named in the store. */
  static String name(Caller by) {
    var name = by.agent().map(agent -> by.id() + " (" + agent + ")").orElse(by.id());
    return name.length() <= 200 ? name : name.substring(0, 199) + "…";
  }
}
