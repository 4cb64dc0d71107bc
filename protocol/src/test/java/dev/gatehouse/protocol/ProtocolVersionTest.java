package dev.gatehouse.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProtocolVersionTest {
  @Test
  void isFoundByItsExactTextOnly() {
    assertThat(ProtocolVersion.of("2025-11-25")).contains(ProtocolVersion.V2025_11_25);
    assertThat(ProtocolVersion.of("2025-11-25 ")).isEmpty();
    assertThat(ProtocolVersion.of("DRAFT")).isEmpty();
  }

  @Test
  void isModernFromTheStatelessRevisionOn() {
    assertThat(ProtocolVersion.V2025_11_25.era()).isEqualTo(Era.LEGACY);
    assertThat(ProtocolVersion.V2026_07_28.era()).isEqualTo(Era.MODERN);
  }
}
