package dev.gatehouse.core.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.connections.Capabilities;
import dev.gatehouse.core.policy.Rules;
import dev.gatehouse.core.registry.Primitive;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import dev.gatehouse.core.views.ServerView.Offer;
import dev.gatehouse.protocol.ListPage;
import dev.gatehouse.protocol.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names under which the offers of many servers stand side by side. */
class DirectoryTest {
  private static ServerView view(String server, ListKind kind, String... keys) {
    var name = new ServerName(server);
    var offers =
        Arrays.stream(keys)
            .map(key ->
                new Offer(
                    new Target(name, kind.primitive(), key),
                    new ListPage.Item(new byte[0], key, Span.NONE)))
            .toList();
    return new ServerView(name, Map.of(kind, offers), 0, Optional.empty());
  }

  @Test
  void findsToolsAndPromptsByTheirJoinedNamesOnly() {
    var directory =
        new Directory(
            List.of(view("crm", ListKind.TOOLS, "get"), view("wiki", ListKind.PROMPTS, "get")));

    assertThat(directory.name(Rules.tool("crm/get"))).isEqualTo("crm__get");
    assertThat(directory.find(Primitive.TOOL, "crm__get")).hasValue(Rules.tool("crm/get"));
    assertThat(directory.find(Primitive.TOOL, "wiki__get")).isEmpty();
    assertThat(directory.find(Primitive.PROMPT, "wiki__get"))
        .hasValue(Rules.target(Primitive.PROMPT, "wiki/get"));
    assertThat(directory.find(Primitive.TOOL, "get")).isEmpty();
  }

  @Test
  void givesWhatToolsNameToTheFirstServerAsWellAndKnowsTheOthers() {
    var shows =
        new ServerView(
            new ServerName("a"),
            Map.of(),
            0,
            Optional.empty(),
            Map.of(),
            new About(
                Capabilities.NONE,
                Optional.empty(),
                OptionalLong.empty(),
                Map.of("ui://x", List.of("show", "edit"))));
    var directory =
        new Directory(List.of(shows, view("b", ListKind.RESOURCES, "ui://x", "file:///y")));
    var owned = Rules.target(Primitive.RESOURCE, "a/ui://x");

    assertThat(directory.find(Primitive.RESOURCE, "ui://x")).hasValue(owned);
    assertThat(directory.appTools(owned))
        .containsExactly(Rules.tool("a/show"), Rules.tool("a/edit"));
    assertThat(directory.offers(ListKind.RESOURCES).map(offer -> offer.target().toString()))
        .containsExactly("b/file:///y");
    assertThat(directory.collisions())
        .isEqualTo(Map.of("ui://x", List.of(new ServerName("a"), new ServerName("b"))));
  }

  @Test
  void givesAResourceToTheFirstServerThatListsIt() {
    var directory =
        new Directory(
            List.of(
                view("a", ListKind.RESOURCES, "file:///x"),
                view("b", ListKind.RESOURCES, "file:///x", "file:///y")));

    assertThat(directory.find(Primitive.RESOURCE, "file:///x"))
        .hasValue(Rules.target(Primitive.RESOURCE, "a/file:///x"));
    assertThat(directory.offers(ListKind.RESOURCES).map(offer -> offer.target().toString()))
        .containsExactly("a/file:///x", "b/file:///y");
  }

  @Test
  void findsAResourceByATemplateWhenNobodyListsIt() {
    var directory = new Directory(List.of(view("db", ListKind.TEMPLATES, "db://{table}/rows")));

    assertThat(directory.find(Primitive.RESOURCE, "db://people/rows"))
        .hasValue(Rules.target(Primitive.RESOURCE, "db/db://people/rows"));
    assertThat(directory.find(Primitive.RESOURCE, "db://people/columns")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "file:///a, file:///a, true",
    "file:///a, file:///ab, false",
    "file:///a, file:///, false",
    "file:///{path}, file:///, true",
    "file:///{path}, file:///x/y, true",
    "file:///{path}, http:///x, false",
    "{+any}, whatever, true",
    "db://{t}/rows, db://x/rows, true",
    "db://{t}/rows, db://x/y/rows, true",
    "db://{t}/rows, db:///row, false",
    "db://{t}/rows, db://rows, false",
    "a{x}b{y}c, abc, true",
    "a{x}b{y}c, a1b2c, true",
    "a{x}b{y}c, acb, false",
    "a{x}bc, abcbc, true",
    "ab{x}ba, aba, false",
    "a{x}{y}, a, true",
    "a{x, ax, false"
  })
  void matchesTemplatesGenerously(String template, String uri, boolean matches) {
    assertThat(UriTemplate.matches(template, uri)).isEqualTo(matches);
  }
}
