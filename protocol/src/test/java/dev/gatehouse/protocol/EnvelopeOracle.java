package dev.gatehouse.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a message with Jackson's tree model and compares: another reader, the same facts. */
final class EnvelopeOracle {
  private static final JsonMapper JACKSON = new JsonMapper();
  private static final String META = "/params/_meta/io.modelcontextprotocol~1";

  private final Envelope envelope;
  private final JsonNode tree;

  private EnvelopeOracle(Envelope envelope) {
    this.envelope = envelope;
    this.tree = JACKSON.readTree(envelope.bytes());
  }

  static void assertAgrees(Envelope envelope) {
    var oracle = new EnvelopeOracle(envelope);
    oracle.text("/method", envelope.method());
    oracle.text("/params/name", envelope.name());
    oracle.text("/params/uri", envelope.uri());
    oracle.text("/params/taskId", envelope.taskId());
    oracle.text("/params/cursor", envelope.cursor());
    oracle.text("/params/ref/name", envelope.refName());
    oracle.text("/params/ref/uri", envelope.refUri());
    oracle.text(META + "protocolVersion", envelope.metaProtocolVersion());
    oracle.text("/result/resultType", envelope.resultType());
    oracle.text("/error/message", envelope.errorMessage());
    oracle.value("/id", envelope.id());
    oracle.value("/params", envelope.params());
    oracle.value("/params/arguments", envelope.arguments());
    oracle.value("/params/_meta", envelope.meta());
    oracle.value("/params/inputResponses", envelope.inputResponses());
    oracle.value(META + "clientCapabilities", envelope.metaClientCapabilities());
    oracle.value("/error/data", envelope.errorData());
  }

  private void text(String pointer, @Nullable String told) {
    var node = tree.at(pointer);
    assertThat(told).as(pointer).isEqualTo(node.isString() ? node.stringValue() : null);
  }

  private void value(String pointer, Span told) {
    var node = tree.at(pointer);
    if (told.isPresent()) {
      assertThat(JACKSON.readTree(told.text(envelope.bytes()))).as(pointer).isEqualTo(node);
    } else {
      assertThat(node.isMissingNode() || node.isNull()).as(pointer + " is absent").isTrue();
    }
    assertThat(new String(envelope.bytes(), UTF_8)).contains(told.text(envelope.bytes()));
  }
}
