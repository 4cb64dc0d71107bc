package dev.gatehouse.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.protocol.StrictJson.Bounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpliceTest {
  private static final byte[] CALL =
      "{ \"jsonrpc\":\"2.0\", \"id\" : 7,\"method\":\"tools/call\",\"params\":{\"name\" : \"a\"}}"
          .getBytes(UTF_8);

  @Test
  void changesTheValuesNamedAndNoOtherByte() throws Malformed {
    var call = Envelope.scan(CALL, Bounds.DEFAULT);
    var edited =
        new Splice(CALL).replace(call.nameSpan(), "\"crm/é\"").replace(call.id(), "123").apply();
    assertThat(edited)
        .asString(UTF_8)
        .isEqualTo(
            "{ \"jsonrpc\":\"2.0\", \"id\" : 123,\"method\":\"tools/call\",\"params\":{\"name\" :"
                + " \"crm/é\"}}");
  }

  @Test
  void isTheSameArrayWithoutEdits() {
    assertThat(new Splice(CALL).apply()).isSameAs(CALL);
  }

  @Test
  void refusesEditsThatOverlapOrLeaveTheText() throws Malformed {
    var call = Envelope.scan(CALL, Bounds.DEFAULT);
    var splice = new Splice(CALL).remove(call.params()).remove(call.nameSpan());
    assertThatThrownBy(splice::apply).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> splice.remove(new Span(0, CALL.length + 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> splice.removeField(Span.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> splice.addField(call.id(), "a", "1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addsFieldsToFullAndEmptyObjects() throws Malformed {
    var message = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{ }}".getBytes(UTF_8);
    var result = Envelope.scan(message, Bounds.DEFAULT).result();
    var edited =
        new Splice(message)
            .addField(result, "resultType", "\"complete\"")
            .addField(result, "ttlMs", "0")
            .addField(new Span(0, message.length), "x\"", "1")
            .apply();
    assertThat(edited)
        .asString(UTF_8)
        .isEqualTo(
            "{\"x\\\"\":1,\"jsonrpc\":\"2.0\",\"id\":1,\"result\":"
                + "{\"resultType\":\"complete\",\"ttlMs\":0 }}");
  }

  /** Any choice of fields taken out and put in leaves exactly the object that one would write. */
  @Test
  void leavesSoundObjectsWhateverIsTakenOutAndPutIn() throws Malformed {
    for (var seed = 0; seed < 5_000; seed++) {
      var random = new Random(seed);
      var json = new RandomJson(random);
      var fields = new ArrayList<String>();
      for (var i = random.nextInt(6); i > 0; i--) {
        fields.add(json.field("\\\"k\\\\" + i, json.value(2)));
      }
      var text = json.object(fields).getBytes(UTF_8);
      var splice = new Splice(text);
      var expected = new ArrayList<String>();
      for (var i = random.nextInt(3); i > 0; i--) {
        splice.addField(new Span(0, text.length), "new" + i, "1");
        expected.add("\"new" + i + "\":1");
      }
      var values = fieldValues(text);
      for (var i = 0; i < values.size(); i++) {
        if (random.nextBoolean()) {
          splice.removeField(values.get(i));
        } else {
          expected.add(fields.get(i));
        }
      }
      var edited = splice.apply();
      StrictJson.check(edited, Bounds.DEFAULT);
      assertThat(blankless(new String(edited, UTF_8)))
          .isEqualTo(blankless("{" + String.join(",", expected) + "}"));
    }
  }

  private static String blankless(String json) {
    return json.replaceAll("[ \n\r\t]", "");
  }

  private static List<Span> fieldValues(byte[] text) throws Malformed {
    var cursor = new JsonCursor(text, Bounds.DEFAULT);
    var values = new ArrayList<Span>();
    cursor.begin();
    cursor.enterObject();
    while (cursor.nextName()) {
      values.add(cursor.value());
    }
    return values;
  }
}
