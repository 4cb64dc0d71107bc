package dev.gatehouse.core.identity;

import static dev.gatehouse.core.identity.Refusing.reasonOf;
import static dev.gatehouse.core.identity.Refusing.refusalOf;
import static dev.gatehouse.core.identity.TestIssuer.EC;
import static dev.gatehouse.core.identity.TestIssuer.EDWARDS;
import static dev.gatehouse.core.identity.TestIssuer.ISSUER;
import static dev.gatehouse.core.identity.TestIssuer.KEYS;
import static dev.gatehouse.core.identity.TestIssuer.METADATA;
import static dev.gatehouse.core.identity.TestIssuer.RSA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.waiting.MustWait;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IssuerKeysTest {
  private final TestIssuer issuer = new TestIssuer();

  @Test
  void areDiscoveredOnceAndKept() {
    for (var i = 0; i < 5; i++) {
      issuer.call(issuer.token(RSA, issuer.claims("jti", i)));
    }
    assertThat(issuer.web.asked()).containsExactly(METADATA, KEYS);
  }

  @Test
  void areFoundByTheMetadataOfRfc8414Too() {
    var web = new FakeFetcher();
    var url = "https://login.example.com/.well-known/oauth-authorization-server/realms/acme";
    web.serve(url, metadata(ISSUER, KEYS));
    web.serve(KEYS, TestIssuer.keySet(RSA));

    assertThat(new KeyDocument(ISSUER, Optional.empty(), web))
        .satisfies(document -> assertThat(document.fetch().size()).isEqualTo(1));
    assertThat(web.asked()).containsExactly(METADATA, url, KEYS);
  }

  @Test
  void areFetchedFromWhereTheSettingsSay() {
    var web = new FakeFetcher();
    web.serve("https://keys.example.com/set", TestIssuer.keySet(RSA, EC));
    var url = java.net.URI.create("https://keys.example.com/set");

    assertThat(new KeyDocument(ISSUER, Optional.of(url), web))
        .satisfies(document -> assertThat(document.fetch().size()).isEqualTo(2));
    assertThat(web.asked()).containsExactly("https://keys.example.com/set");
  }

  @Test
  void areNotTakenFromMetadataThatNamesAnotherIssuer() {
    for (var other : List.of(ISSUER + "/", "https://evil.example", "")) {
      issuer.web.serve(METADATA, metadata(other, KEYS));
      issuer.clock.advance(Duration.ofSeconds(6));

      assertThat(refusalOf(() -> issuer.call(issuer.token(RSA))))
          .isInstanceOfSatisfying(
              Refusal.NotDecided.class,
              refusal -> assertThat(refusal.cause()).contains("names another issuer"));
    }
    assertThat(issuer.web.asked()).doesNotContain(KEYS);
  }

  @Test
  void areNotFetchedFromAnUnsafePlace() {
    for (var place :
        List.of(
            "http://login.example.com/keys",
            "http://127.0.0.1/keys",
            "http://localhost:9000/keys",
            "file:///etc/passwd",
            "ftp://login.example.com/keys",
            "keys",
            "https://user@login.example.com/keys",
            "https:///keys")) {
      issuer.web.serve(METADATA, metadata(ISSUER, place));
      issuer.clock.advance(Duration.ofSeconds(6));

      assertThat(refusalOf(() -> issuer.call(issuer.token(RSA))))
          .as(place)
          .isInstanceOf(Refusal.NotDecided.class);
    }
    assertThat(issuer.web.asked()).containsOnly(METADATA);
  }

  @Test
  void areNotTakenFromADocumentThatIsNoKeySet() {
    var tooMany = IntStream.range(0, 101).mapToObj(_ -> RSA).toArray(SigningKey[]::new);
    for (var document :
        List.of(
            "",
            "[]",
            "{}",
            "{\"keys\":7}",
            "{\"keys\":[]}",
            "{\"keys\":[],\"keys\":[]}",
            "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\",\"alg\":\"HS256\"}]}",
            "{\"keys\":[7,null,{\"kty\":\"RSA\"}]}",
            TestIssuer.keySet(tooMany))) {
      issuer.web.serve(KEYS, document);
      issuer.clock.advance(Duration.ofSeconds(6));

      assertThat(refusalOf(() -> issuer.call(issuer.token(RSA))))
          .isInstanceOf(Refusal.NotDecided.class);
    }
  }

  @Test
  void leaveOutWhatIsNotForSignaturesOrTooSmall() {
    var small = SigningKey.rsa("small", 1024);
    var json = TestIssuer.keySet(EC, small);
    issuer.web.serve(KEYS, json.replace("\"kid\":\"ec-1\"", "\"kid\":\"ec-1\",\"use\":\"enc\""));
    assertThat(refusalOf(() -> issuer.call(issuer.token(EC))))
        .isInstanceOf(Refusal.NotDecided.class);

    var withGood = new TestIssuer();
    withGood.publish(RSA, small);
    assertThat(reasonOf(() -> withGood.call(withGood.token(small)))).contains("not among those");
  }

  @Test
  void areFetchedAgainForAKeyIdNobodyKnows() {
    issuer.call(issuer.token(RSA));
    var next = SigningKey.rsa("rsa-2");
    issuer.publish(RSA, next);
    issuer.clock.advance(Duration.ofSeconds(30));

    assertThat(issuer.call(issuer.token(next)).user()).contains("ana");
  }

  @Test
  void areFetchedAtMostOnceIn30SecondsHoweverManyKeyIdsAreUnknown() {
    issuer.call(issuer.token(RSA));
    var stranger = SigningKey.rsa("stranger");
    for (var second = 0; second < 89; second++) {
      issuer.clock.advance(Duration.ofSeconds(1));
      for (var i = 0; i < 3; i++) {
        var header = stranger.header();
        header.put("kid", "unknown-" + second + "-" + i);
        assertThat(reasonOf(() -> issuer.call(stranger.token(header, issuer.claims()))))
            .contains("not among those");
      }
    }
    assertThat(issuer.web.asked().stream().filter(KEYS::equals)).hasSize(3);
  }

  @Test
  void stayKnownWhileTheIssuerIsDown() {
    issuer.call(issuer.token(RSA));
    issuer.web.goDown();
    issuer.clock.advance(Duration.ofHours(23));

    assertThat(issuer.call(issuer.token(RSA)).user()).contains("ana");
    issuer.runBackground();
    assertThat(issuer.call(issuer.token(RSA)).user()).contains("ana");
  }

  @Test
  void areTooOldAfterADay() {
    issuer.call(issuer.token(RSA));
    var remembered = issuer.token(RSA, issuer.claims("exp", issuer.clock.seconds() + 200_000));
    issuer.call(remembered);
    issuer.web.goDown();
    issuer.clock.advance(Duration.ofHours(24));

    for (var token : List.of(issuer.token(RSA), remembered)) {
      assertThat(refusalOf(() -> issuer.call(token))).isInstanceOf(Refusal.NotDecided.class);
    }

    issuer.web.comeUp();
    issuer.clock.advance(Duration.ofSeconds(5));
    assertThat(issuer.call(remembered).user()).contains("ana");
  }

  @Test
  void leaveTheCallUndecidedWhenTheIssuerIsDown() {
    issuer.web.goDown();

    assertThat(refusalOf(() -> issuer.call(issuer.token(RSA))))
        .isInstanceOfSatisfying(
            Refusal.NotDecided.class,
            refusal -> {
              assertThat(refusal.cause()).contains(ISSUER, "was not answered");
              assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(5));
            });
    assertThat(reasonOf(() -> issuer.call(issuer.token(RSA, issuer.claims("aud", "other")))))
        .contains("not made for this gateway");
  }

  @Test
  void areNotAskedForAgainBefore5SecondsAfterAFailure() {
    issuer.web.goDown();
    for (var i = 0; i < 50; i++) {
      assertThat(refusalOf(() -> issuer.call(issuer.token(RSA))))
          .isInstanceOf(Refusal.NotDecided.class);
    }
    assertThat(issuer.web.asked()).hasSize(2);
    assertThat(refusalOf(() -> issuer.callOnTheLoop(issuer.token(RSA))))
        .isInstanceOf(Refusal.NotDecided.class);

    issuer.web.comeUp();
    issuer.clock.advance(Duration.ofSeconds(5));

    assertThat(issuer.call(issuer.token(RSA)).user()).contains("ana");
  }

  @Test
  void leaveATokenWithAnUnknownKeyUndecidedWhenTheIssuerIsDown() {
    issuer.call(issuer.token(RSA));
    issuer.web.goDown();
    issuer.clock.advance(Duration.ofSeconds(30));
    var unknown = issuer.token(SigningKey.rsa("rsa-2"));

    assertThat(refusalOf(() -> issuer.call(unknown))).isInstanceOf(Refusal.NotDecided.class);
    assertThat(refusalOf(() -> issuer.call(unknown))).isInstanceOf(Refusal.NotDecided.class);
    assertThat(issuer.call(issuer.token(RSA)).user()).contains("ana");
  }

  @Test
  void areRefreshedBehindTheCallsAndNeverByThem() {
    var token = issuer.token(RSA, issuer.claims("exp", issuer.clock.seconds() + 3_600));
    issuer.call(token);
    issuer.clock.advance(Duration.ofMinutes(10));

    issuer.callOnTheLoop(token);
    issuer.callOnTheLoop(token);

    assertThat(issuer.background).hasSize(1);
    assertThat(issuer.web.asked()).hasSize(2);
    issuer.runBackground();
    assertThat(issuer.web.asked()).hasSize(4);
    issuer.callOnTheLoop(token);
    assertThat(issuer.background).isEmpty();
  }

  @Test
  void takeRememberedTokensWithThemWhenTheyVanish() {
    var token = issuer.token(RSA, issuer.claims("exp", issuer.clock.seconds() + 3_600));
    issuer.call(token);
    issuer.publish(SigningKey.rsa("rsa-2"));
    issuer.clock.advance(Duration.ofMinutes(10));
    issuer.call(token);

    issuer.runBackground();

    assertThat(reasonOf(() -> issuer.call(token))).contains("not among those of its issuer");
  }

  @Test
  void takeRememberedTokensWithThemWhenReplacedUnderTheirId() {
    var token = issuer.token(RSA, issuer.claims("exp", issuer.clock.seconds() + 3_600));
    issuer.call(token);
    issuer.publish(SigningKey.rsa(RSA.id()));
    issuer.clock.advance(Duration.ofMinutes(10));
    issuer.call(token);

    issuer.runBackground();

    assertThat(reasonOf(() -> issuer.call(token))).contains("signature does not hold");
  }

  @Test
  void mustBeWaitedForWhereWaitingIsForbidden() {
    assertThatThrownBy(() -> issuer.callOnTheLoop(issuer.token(RSA))).isInstanceOf(MustWait.class);
    assertThat(issuer.web.asked()).isEmpty();

    issuer.call(issuer.token(RSA));
    issuer.clock.advance(Duration.ofSeconds(30));
    var unknown = issuer.token(SigningKey.rsa("rsa-2"));
    assertThatThrownBy(() -> issuer.callOnTheLoop(unknown)).isInstanceOf(MustWait.class);
  }

  @Test
  void checkRs256WhereTheCallIsAndSlowSignaturesElsewhere() {
    issuer.call(issuer.token(RSA));

    assertThat(issuer.callOnTheLoop(issuer.token(RSA, issuer.claims("jti", 2))).user())
        .contains("ana");
    for (var slow : List.of(EC, EDWARDS)) {
      var token = issuer.token(slow);
      assertThatThrownBy(() -> issuer.callOnTheLoop(token)).isInstanceOf(MustWait.class);
      issuer.call(token);
      assertThat(issuer.callOnTheLoop(token).user()).contains("ana");
    }
  }

  @Test
  void areNotUsedTwiceForTheSameBadSignature() {
    issuer.call(issuer.token(RSA));
    var token = issuer.token(SigningKey.ec(EC.id()));
    assertThat(reasonOf(() -> issuer.call(token))).contains("signature does not hold");

    assertThat(reasonOf(() -> issuer.callOnTheLoop(token))).contains("signature does not hold");
  }

  @Test
  void areFetchedOnceWhenManyCallsWait() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          IntStream.range(0, 200)
              .<Callable<Caller>>mapToObj(
                  i -> () -> issuer.call(issuer.token(RSA, issuer.claims("jti", i))))
              .toList();
      for (var call : threads.invokeAll(calls)) {
        assertThat(call.get().user()).contains("ana");
      }
    }
    assertThat(issuer.web.asked()).containsExactly(METADATA, KEYS);
  }

  private static String metadata(String issuer, String keys) {
    return "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + keys + "\"}";
  }
}
