package dev.gatehouse.core.bridges;

import dev.gatehouse.protocol.Envelope;
import dev.gatehouse.protocol.Era;
import dev.gatehouse.protocol.ModernForm;
import dev.gatehouse.protocol.ProtocolVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The client of a session, as it introduced itself: what it said, and what it can be asked.
 *
 * @param version the revision of the session
 * @param said what its requests repeat
 * @param capabilities what it declared, read
 */
record Guest(ProtocolVersion version, ModernForm.Client said, JsonNode capabilities) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Reads it from a checked {@code initialize}. */
  static Guest of(Envelope initialize) {
    var version =
        Optional.ofNullable(initialize.initializeProtocolVersion())
            .flatMap(ProtocolVersion::of)
            .filter(asked -> asked.era() == Era.LEGACY)
            .filter(asked -> asked != ProtocolVersion.V2024_11_05)
            .orElse(ProtocolVersion.V2025_11_25);
    var said = ModernForm.Client.of(initialize, version);
    return new Guest(version, said, read(said.capabilitiesJson()));
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JacksonException e) {
      return JSON.createObjectNode();
    }
  }

  /**
   * Whether the client can be asked this.
   *
   * @param mode of an elicitation, null when it names none
   */
  boolean answers(String method, @Nullable String mode) {
    return switch (method) {
      case "sampling/createMessage" -> capabilities.path("sampling").isObject();
      case "roots/list" -> capabilities.path("roots").isObject();
      case "elicitation/create" -> elicits(mode == null ? "form" : mode);
      default -> false;
    };
  }

  /** A client that names no mode knows forms. */
  private boolean elicits(String mode) {
    var declared = capabilities.path("elicitation");
    return switch (mode) {
      case "form" -> declared.isObject() && (declared.has("form") || !declared.has("url"));
      case "url" -> version == ProtocolVersion.V2025_11_25 && declared.path("url").isObject();
      default -> false;
    };
  }
}
