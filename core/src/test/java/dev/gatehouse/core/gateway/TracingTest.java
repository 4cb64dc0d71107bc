package dev.gatehouse.core.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces that go through the gateway: in headers, in messages, in records. */
class TracingTest {
  private static final String ONE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String OTHER = "00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-00";

  @TempDir Path directory;
  House house = House.in(Path.of("."));
  ScriptedServer crm = ScriptedServer.modern("crm").tools("get");

  @BeforeEach
  void build() {
    house = House.in(directory).with(crm).allowing("alice", "crm/*");
  }

  @AfterEach
  void close() {
    house.close();
  }

  /** Calls a tool with this header and these fields in front of its {@code _meta}. */
  private ScriptedServer.Call calls(@Nullable String header, String fields) {
    var made =
        Request.modern(house.key("alice"), "/mcp/crm", "7", "tools/call", "{\"name\":\"get\"}");
    var text = new String(made.body(), java.nio.charset.StandardCharsets.UTF_8);
    var body = text.replace("\"_meta\":{", "\"_meta\":{" + fields);
    house
        .send(
            new Arrival(
                made.endpoint(),
                made.verb(),
                made.headers(),
                made.authorization(),
                true,
                true,
                header,
                Request.PEER,
                body.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .complete();
    return crm.only("tools/call");
  }

  private List<@Nullable String> recorded() throws IOException {
    var traces = new ArrayList<@Nullable String>();
    for (var record : new AuditReader(directory.resolve("audit")).tail(100)) {
      if (record.event() instanceof AuditEvent.Intent(var call, _, _, _)) {
        traces.add(call.traceId());
      }
    }
    return traces;
  }

  @Test
  void thatStandsInAHeaderGoesOnInOne() throws IOException {
    assertThat(calls(ONE, "").outgoing.traceparent()).isEqualTo(ONE);
    assertThat(recorded()).containsExactly(ONE);
  }

  @Test
  void thatStandsInTheMessageStaysThereAndBecomesAHeader() throws IOException {
    var fields =
        "\"traceparent\":\"" + OTHER + "\",\"tracestate\":\"v=1\",\"baggage\":\"user=a%20b\",";
    var call = calls(null, fields);

    assertThat(call.body()).contains("\"_meta\":{" + fields);
    assertThat(call.outgoing.traceparent()).isEqualTo(OTHER);
    assertThat(recorded()).containsExactly(OTHER);
  }

  @Test
  void ofBothPlacesStaysInBoth() {
    var call = calls(ONE, "\"traceparent\":\"" + OTHER + "\",");

    assertThat(call.outgoing.traceparent()).isEqualTo(ONE);
    assertThat(call.body()).contains(OTHER);
  }

  @Test
  void ofAnotherShapeIsNoTrace() throws IOException {
    var call = calls("nonsense", "\"traceparent\":{\"a\":1},");

    assertThat(call.outgoing.traceparent()).isNull();
    assertThat(recorded()).hasSize(1).containsOnlyNulls();
  }
}
