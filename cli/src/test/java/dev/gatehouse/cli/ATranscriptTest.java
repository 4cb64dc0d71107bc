package dev.gatehouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.cli.screen.Surroundings.Terminals;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see, word for word. */
class ATranscriptTest {
  private static final String KEY =
      """
      {"id":"k3J","name":"my-agent","prefix":"gth_7Qm…","state":"active","roles":["coder"],\
      "created":"2026-11-24T10:00:00Z"}\
      """;
  private static final String CRM =
      """
      {"name":"crm","origin":"store","transport":"http","url":"https://crm.internal.example/mcp",\
      "fingerprint":"9f2c","approval":{"state":"pending","why":"nobody has approved it yet"},\
      "sessions":"per-client","deadlineMs":60000,"seen":{"at":"2026-11-24T10:00:00Z",\
      "era":"modern","protocolVersion":"2026-07-28","implementation":"crm 1.4","tools":2,\
      "prompts":0,"resources":3,"findings":["delete_all: says that it destroys"],\
      "offered":[{"name":"get","summary":"Gets one."}]}}\
      """;
  private static final String FILES =
      """
      {"name":"files","origin":"file","transport":"stdio","command":["npx","-y","a b"],\
      "fingerprint":"77aa","approval":{"state":"approved","by":"ops",\
      "at":"2026-11-24T10:00:00Z"},"sessions":"per-client","deadlineMs":60000}\
      """;
  private static final String REFUSED =
      """
      {"allowed":false,"target":"crm/update_ticket","caller":{"agent":"support-bot",\
      "user":"ana@acme.example","credential":"gth_7Qm…","roles":["support-agent"]},\
      "rule":"roles.support-agent.grants[1] gatehouse.yaml:23",\
      "condition":"args.priority != \\"urgent\\" || caller.attributes.senior",\
      "values":{"args.priority":"urgent","caller.attributes.senior":false},\
      "allowedIf":"args.priority is not \\"urgent\\", or the caller is senior",\
      "happened":{"reference":"r-7f3k2m","at":"2026-11-23T10:14:07.312Z","outcome":"refused",\
      "kind":"condition","millis":0.4,"upstreamContacted":false,\
      "place":"segment 12, lane 0, record 48113"}}\
      """;
  private static final String TAIL =
      """
      {"items":[{"reference":"r-7f3k2m","at":"2026-11-23T10:14:07.312Z","caller":"support-bot",\
      "what":"crm/update_ticket","outcome":"refused","kind":"condition","millis":0.4},\
      {"reference":"r-7f3k2n","at":"2026-11-23T10:14:09.020Z","caller":"support-bot",\
      "what":"crm/get_ticket","outcome":"ok","millis":12.1,\
      "note":"1 secret masked in result"}],"next":"r-7f3k2n"}\
      """;

  @TempDir private Path directory;
  private final FakeGateway gateway = new FakeGateway();

  @AfterEach
  void close() {
    gateway.close();
  }

  private Shell shell() {
    return Shell.at(gateway, directory);
  }

  @Test
  void ofTheTailOfTheRecords() {
    gateway.with("GET audit", TAIL);

    assertThat(shell().run("audit", "tail").all())
        .isEqualTo(
            """
              10:14:07.312   support-bot   crm/update_ticket   refused   condition    0.4 ms   r-7f3k2m
              10:14:09.020   support-bot   crm/get_ticket      ok                    12.1 ms   r-7f3k2n   1 secret masked in result
            """);
  }

  @Test
  void ofATailInANarrowTerminalKeepsTheReferences() {
    gateway.with("GET audit", TAIL);

    var seen = shell().with("COLUMNS", "100").run("audit", "tail");

    assertThat(seen.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(101));
    assertThat(seen.out()).contains("r-7f3k2m", "r-7f3k2n", "…");
  }

  @Test
  void ofTheStoryOfACall() {
    gateway.with("GET explain/r-7f3k2m", REFUSED);

    var seen = shell().run("explain", "r-7f3k2m");

    assertThat(seen.exit()).isZero();
    assertThat(seen.all())
        .isEqualTo(
            """
              2026-11-23 10:14:07.312Z  crm/update_ticket   refused after 0.4 ms, upstream not contacted
              caller    agent support-bot  for user ana@acme.example   key gth_7Qm…  roles support-agent
              grant     roles.support-agent.grants[1]   gatehouse.yaml:23
                        needs  args.priority != "urgent" || caller.attributes.senior
              values    args.priority = "urgent"   caller.attributes.senior = false
              forbid    none applies
              would be allowed if  args.priority is not "urgent", or the caller is senior
              record    segment 12, lane 0, record 48,113
            """);
  }

  @Test
  void ofTheStoryOfACallByOtherRulesThanDecided() {
    var rules = ",\"rules\":{\"since\":\"2026-11-24T08:00:00Z\",\"decided\":";
    var place = "\"place\":\"segment 12, lane 0, record 48113\"";
    gateway
        .with(
            "GET explain/r-7f3k2m",
            REFUSED.replace(
                place,
                place + rules + "false,\"then\":\"roles.old.grants[7]\",\"now\":\"allowed\"}"))
        .with("GET explain/r-7f3k2n", REFUSED.replace(place, place + rules + "true}"));

    assertThat(shell().run("explain", "r-7f3k2m").out())
        .endsWith(
            """
              rules     not, or not surely, the ones that decided:   told by those of now, in force since 2026-11-24 08:00:00.000Z
              then      roles.old.grants[7]
              now       would be allowed
            """);
    assertThat(shell().run("explain", "r-7f3k2n").out())
        .endsWith("  rules     the ones that decided, in force since 2026-11-24 08:00:00.000Z\n");
  }

  @Test
  void ofWhatDependsOnArguments() {
    gateway.with(
        "GET explain",
        """
        {"allowed":false,"depends":true,"target":"crm/update_ticket","caller":{"roles":[]},\
        "rule":"roles.support.grants[1] gatehouse.yaml:23",\
        "condition":"args.priority != \\"urgent\\"","values":{}}\
        """);

    var seen = shell().run("explain", "--as", "support", "crm/update_ticket");

    assertThat(seen.exit()).isEqualTo(3);
    assertThat(seen.all())
        .isEqualTo(
            """
              depends on arguments  roles.support.grants[1] gatehouse.yaml:23
                        needs  args.priority != "urgent"
            """);
  }

  @Test
  void ofWhatSomebodyMayNotDo() {
    gateway.with(
        "GET explain",
        """
        {"allowed":false,"target":"crm/delete_ticket","caller":{"roles":[]},\
        "forbid":"forbids[0] gatehouse.yaml:30  */delete_*  unless administrator","values":{}}\
        """);

    var seen = shell().run("explain", "--as", "support-bot", "crm/delete_ticket");

    assertThat(seen.exit()).isEqualTo(3);
    assertThat(seen.all())
        .isEqualTo("  no        forbids[0] gatehouse.yaml:30  */delete_*  unless administrator\n");
    assertThat(gateway.asked.getFirst().what())
        .isEqualTo("GET explain?as=support-bot&target=crm%2Fdelete_ticket");
  }

  @Test
  void ofAWholeJournal() {
    gateway.with(
        "GET audit/verify",
        """
        {"whole":true,"segments":12,"records":1204113,"from":"2026-11-01T00:00:00Z",\
        "to":"2026-11-23T00:00:00Z","unsealed":3,"signedBy":"a1f3","bytes":81000000,"millis":900,"bad":[]}\
        """);

    assertThat(shell().run("audit", "verify").all())
        .isEqualTo(
            """
              12 segments, 1,204,113 records, 2026-11-01 … 2026-11-23     chain whole     heads signed by key a1f3
              3 not signed yet     ok in 0.9 s (81 MB)
            """);
  }

  @Test
  void ofABrokenJournalEndsWithFour() {
    gateway.with(
        "GET audit/verify",
        """
        {"whole":false,"segments":12,"records":30991,"millis":9,\
        "bad":["segment 7, lane 1, record 30,992 (offset 21,440,118): hash does not follow"]}\
        """);

    var seen = shell().run("audit", "verify");

    assertThat(seen.exit()).isEqualTo(4);
    assertThat(seen.out())
        .isEqualTo(
            "  The journal is not whole:\n  segment 7, lane 1, record 30,992 (offset 21,440,118): hash does not follow\n");
  }

  @Test
  void ofAJournalWithoutAGateway() {
    var shell = shell();
    shell.journal =
        (path, progress) -> {
          progress.reached(1, 2);
          return new JournalOnDisk.Verified(
              false,
              1,
              2,
              0,
              Optional.empty(),
              Optional.empty(),
              "",
              3,
              4,
              List.of(path.toString()));
        };

    var seen = shell.run("audit", "verify", "--dir", "old", "--json");

    assertThat(seen.exit()).isEqualTo(4);
    assertThat(seen.out())
        .isEqualTo(
            """
            {"whole":false,"segments":1,"records":2,"unsealed":0,"signedBy":"","bytes":3,\
            "millis":4,"bad":["%s"]}
            """
                .formatted(directory.resolve("old")));
    assertThat(shell().run("audit", "verify", "--dir", "old").errors())
        .contains("cannot read journals");
  }

  @Test
  void ofOneRecordTellsWhetherItIsEvidence() {
    gateway
        .with(
            "GET audit/r-1",
            "{\"reference\":\"r-1\",\"evidence\":\"sealed\",\"events\":[{\"a\":1}]}")
        .with("GET audit/r-2", "{\"reference\":\"r-2\",\"evidence\":\"broken\",\"events\":[]}");

    var sealed = shell().run("audit", "show", "r-1");
    assertThat(sealed.exit()).isZero();
    assertThat(sealed.all())
        .isEqualTo("{\n  \"a\" : 1\n}\n  evidence: sealed: a signature covers it\n");
    assertThat(shell().run("audit", "show", "r-2").exit()).isEqualTo(4);
  }

  @Test
  void ofTheServers() {
    gateway.withItems("servers", CRM, FILES);

    assertThat(shell().run("server", "list").all())
        .isEqualTo(
            """
              name    approval   speaks        tools   reached by                         trouble
              crm     pending    http modern       2   https://crm.internal.example/mcp
              files   approved   stdio             ?   npx -y 'a b'
            """);
  }

  @Test
  void ofAddingAServerShowsWhatItIsAndWhatLooksDangerous() {
    gateway.with("POST servers", 201, CRM);

    var seen = shell().run("server", "add", "crm", "https://crm.internal.example/mcp");

    assertThat(seen.all())
        .isEqualTo(
            """
              added crm   recorded as r-8c0001
              server    crm   https://crm.internal.example/mcp   fingerprint 9f2c   of the store
              approval  pending   nobody has approved it yet
              found     crm 1.4   modern 2026-07-28   looked at 2026-11-24 10:00:00.000Z
              offers    2 tools   0 prompts   3 resources
              tools     get   Gets one.
                        and 1 more
              danger    ! delete_all: says that it destroys
              Nobody reaches it before it is approved. Next:
                ./gatehouse server approve crm
            """);
    assertThat(gateway.sent("POST servers"))
        .containsExactly("{\"name\":\"crm\",\"url\":\"https://crm.internal.example/mcp\"}");
  }

  @Test
  void ofAServerWithAFixedTransport() {
    var older = CRM.replace("\"fingerprint\"", "\"httpTransport\":\"sse\",\"fingerprint\"");
    gateway.with("POST servers", 201, older).with("GET servers/crm", older);

    var added = shell().run("server", "add", "crm", "https://x.example/sse", "--transport", "sse");
    var shown = shell().run("server", "show", "crm");

    assertThat(gateway.sent("POST servers"))
        .containsExactly(
            "{\"name\":\"crm\",\"url\":\"https://x.example/sse\",\"httpTransport\":\"sse\"}");
    assertThat(added.all()).contains("internal.example/mcp   transport sse   fingerprint 9f2c");
    assertThat(shown.all()).contains("internal.example/mcp   transport sse   fingerprint 9f2c");
  }

  @Test
  void ofAServerWhoseWordSharedCachesMayTake() {
    gateway.with("POST servers", 201, CRM.replace("60000,", "60000,\"believePublic\":true,"));

    var seen = shell().run("server", "add", "crm", "https://x.example/mcp", "--believe-public");

    assertThat(seen.all())
        .contains("of the store\n            shared caches may keep what it calls public\n");
    assertThat(gateway.sent("POST servers"))
        .containsExactly(
            "{\"name\":\"crm\",\"url\":\"https://x.example/mcp\",\"believePublic\":true}");
  }

  @Test
  void ofTheKeys() {
    gateway.withItems("keys", KEY, KEY.replace("active", "revoked").replace("my-agent", "old"));

    assertThat(shell().run("key", "list").all())
        .isEqualTo(
            """
              name       key        state    roles   created      expires   id
              my-agent   gth_7Qm…   active   coder   2026-11-24   never     k3J
            """);
    assertThat(shell().run("key", "list", "--all", "-q").all()).isEqualTo("my-agent\nold\n");
  }

  @Test
  void ofANewKey() {
    gateway.with("POST keys", 201, "{\"key\":" + KEY + ",\"secret\":\"gth_new\"}");

    var seen = shell().run("key", "create", "--name", "my-agent", "--role", "coder");

    assertThat(seen.out())
        .isEqualTo(
            """
              made my-agent   roles coder   never expires   id k3J   recorded as r-8c0001
              gth_new   (shown this once)
            """);
    assertThat(seen.errors()).contains("./gatehouse connect claude-code --key -");
    assertThat(shell().run("key", "create", "--name", "a", "--role", "coder", "-q").all())
        .isEqualTo("gth_new\n");
  }

  @Test
  void ofTheToolsOfARole() {
    gateway.withItems(
        "tools",
        """
        {"name":"files__read_file","server":"files","tool":"read_file",\
        "rule":"roles.coder.grants[0]","conditional":true,"description":"Reads"}\
        """);

    assertThat(shell().run("tools", "--as", "role:coder").all())
        .isEqualTo(
            """
              tool              name for clients   allowed by                                     description
              files/read_file   files__read_file   roles.coder.grants[0]   depends on arguments   Reads
            """);
    assertThat(gateway.asked.getFirst().what()).contains("as=role%3Acoder");
  }

  @Test
  void isColouredOnATerminalAlone() {
    gateway.withItems("servers", CRM, FILES);
    var terminal = new Terminals(false, true, false);

    assertThat(shell().run("server", "list").all()).doesNotContain("\u001b");
    assertThat(shell().on(terminal).run("server", "list").out())
        .contains("\u001b[33mpending\u001b[0m", "\u001b[32mapproved\u001b[0m");
    assertThat(shell().on(terminal).with("NO_COLOR", "1").run("server", "list").all())
        .doesNotContain("\u001b");
    assertThat(shell().on(terminal).with("TERM", "dumb").run("server", "list").all())
        .doesNotContain("\u001b");
  }

  @Test
  void showsNothingThatSteersATerminal() {
    gateway
        .withItems("servers", CRM.replace("crm 1.4", "x\\u001b[2J\\u202e\\u009b31m"))
        .with("GET servers/crm", CRM.replace("crm 1.4", "x\\u001b[2J\\u202e\\u009b31m"))
        .withItems("tools");

    assertThat(shell().run("server", "show", "crm").all())
        .contains("x�[2J��31m")
        .doesNotContain("\u001b", "\u202e", "\u009b");
    assertThat(shell().run("server", "list", "--json").all())
        .contains("\\u001B[2J\\u202e\\u009b31m")
        .doesNotContain("\u001b", "\u202e", "\u009b");
  }

  @Test
  void inJsonIsWhatTheApiSaid() {
    gateway
        .withItems("servers", CRM, FILES)
        .with("GET audit", TAIL)
        .with("GET explain/r-7f3k2m", REFUSED);

    assertThat(shell().run("server", "list", "--json").all()).isEqualTo(CRM + "\n" + FILES + "\n");
    assertThat(shell().run("explain", "r-7f3k2m", "--json").all()).isEqualTo(REFUSED + "\n");
    assertThat(shell().run("audit", "tail", "--json").all().lines()).hasSize(2);
  }

  @Test
  void goesThroughAllPages() {
    gateway
        .with("GET servers?limit=1000", "{\"items\":[" + CRM + "],\"next\":\"Y+/=\"}")
        .with("GET servers?cursor=Y%2B%2F%3D&limit=1000", "{\"items\":[" + FILES + "]}");

    assertThat(shell().run("server", "list", "-q").all()).isEqualTo("crm\nfiles\n");
  }
}
