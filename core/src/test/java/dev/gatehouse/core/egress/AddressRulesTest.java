package dev.gatehouse.core.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
  private static final NameService NOBODY =
      host -> {
        throw new UnknownHostException(host);
      };
  private final AddressRules rules = AddressRules.publicOnly();

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.gatehouse.core.egress.Spellings#ofWhatIsNotPublic")
  void aSpellingOfSomethingNotPublicIsRefused(String host) {
    assertThatThrownBy(() -> rules.resolve(host, NOBODY)).isInstanceOf(FetchFailed.class);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.gatehouse.core.egress.Spellings#thatAreOdd")
  void anOddSpellingIsRefusedBeforeAnythingIsResolved(String host) {
    var asked = new AtomicInteger();
    NameService names =
        any -> {
          asked.incrementAndGet();
          return List.of(InetAddress.ofLiteral("93.184.216.34"));
        };
    assertThatThrownBy(() -> rules.resolve(host, names)).isInstanceOf(FetchFailed.class);
    assertThat(asked).hasValue(0);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.gatehouse.core.egress.Spellings#ofWhatIsNotPublicAsAddresses")
  void aNameWithSuchAnAddressIsRefused(String address) {
    NameService names =
        _ -> List.of(InetAddress.ofLiteral("93.184.216.34"), InetAddress.ofLiteral(address));
    assertThatThrownBy(() -> rules.resolve("innocent.example", names))
        .isInstanceOf(FetchFailed.class)
        .hasMessageContaining("egress.allow");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "93.184.216.34",
        "8.8.8.8",
        "1.1.1.1",
        "172.15.255.255",
        "172.32.0.0",
        "11.0.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "198.17.255.255",
        "198.20.0.1",
        "223.255.255.255",
        "[2606:4700:4700::1111]",
        "[2a00:1450:4001:80e::200e]",
        "[2001:4860:4860::8888]"
      })
  void aPublicAddressIsTaken(String host) {
    assertThatCode(() -> rules.resolve(host, NOBODY)).doesNotThrowAnyException();
  }

  @Test
  void aNameThatChangesItsAddressIsAskedOnce() throws FetchFailed {
    var answers = new ArrayDeque<>(List.of("93.184.216.34", "127.0.0.1", "169.254.169.254"));
    NameService rebinding = _ -> List.of(InetAddress.ofLiteral(answers.remove()));

    assertThat(rules.resolve("rebinding.example", rebinding))
        .containsExactly(InetAddress.ofLiteral("93.184.216.34"));
    assertThat(answers).hasSize(2);
  }

  @Test
  void theOwnersHostMayBePrivateButNeverTheMetadataService() throws FetchFailed {
    var trusting = rules.trusting(Set.of("CRM.internal", "[::1]", "127.0.0.1"));
    NameService names = _ -> List.of(InetAddress.ofLiteral("10.1.2.3"));
    NameService metadata = _ -> List.of(InetAddress.ofLiteral("169.254.169.254"));

    assertThat(trusting.resolve("crm.internal", names)).hasSize(1);
    assertThat(trusting.resolve("[::1]", NOBODY)).hasSize(1);
    assertThat(trusting.resolve("127.0.0.1", NOBODY)).hasSize(1);
    assertThatThrownBy(() -> trusting.resolve("crm.internal", metadata))
        .isInstanceOf(FetchFailed.class);
    assertThatThrownBy(() -> trusting.resolve("other.internal", names))
        .isInstanceOf(FetchFailed.class);
  }

  @Test
  void whatTheSettingsAllowIsAllowed() throws FetchFailed {
    var allowing = AddressRules.allowing(List.of("10.1.0.0/16", "fd12::/16", "build.internal"));

    assertThat(allowing.resolve("10.1.2.3", NOBODY)).hasSize(1);
    assertThat(allowing.resolve("[fd12::7]", NOBODY)).hasSize(1);
    assertThat(allowing.resolve("build.internal", _ -> List.of(InetAddress.ofLiteral("127.0.0.1"))))
        .hasSize(1);
    assertThatThrownBy(() -> allowing.resolve("10.2.0.1", NOBODY)).isInstanceOf(FetchFailed.class);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"10.0.0.0/33", "10.0.0.0/x", "10.0/8", "a b", "[::1", "0x7f000001", "::/129"})
  void anExceptionThatIsNoneIsNamed(String entry) {
    assertThatThrownBy(() -> AddressRules.allowing(List.of(entry)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(entry);
  }
}
