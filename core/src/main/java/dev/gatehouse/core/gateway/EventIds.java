package dev.gatehouse.core.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Ids of events that clients read on from: the stream, the event's number in it, and 96 bits of a
 * keyed hash of both. The key is made with the gateway and never leaves it, so that no id can be
 * made up or altered, and none is good after a restart. Thread-safe.
 */
final class EventIds {
  private static final String MAC = "HmacSHA256";
  private static final int KEY_BYTES = 32;
  private static final int HASH_BYTES = 12;
  private static final int LONGEST = 64;
  private static final int LONGEST_NUMBER = 18;

  /** An event, by its place; number 0 stands before the first. */
  record Place(long stream, long number) {}

  private final Mac keyed;

  EventIds() {
    var key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    try {
      keyed = Mac.getInstance(MAC);
      keyed.init(new SecretKeySpec(key, MAC));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }

  /** The id of an event. */
  String of(long stream, long number) {
    var place = stream + "." + number;
    return place + "." + hash(place);
  }

  /** The event that has this id, or empty when none has. */
  Optional<Place> read(String id) {
    if (id.length() > LONGEST) {
      return Optional.empty();
    }
    var parts = id.split("\\.", -1);
    if (parts.length != 3 || !isNumber(parts[0]) || !isNumber(parts[1])) {
      return Optional.empty();
    }
    var place = new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    var real = of(place.stream, place.number).getBytes(StandardCharsets.UTF_8);
    var isReal = MessageDigest.isEqual(real, id.getBytes(StandardCharsets.UTF_8));
    return isReal ? Optional.of(place) : Optional.empty();
  }

  private String hash(String place) {
    try {
      var mac = (Mac) keyed.clone();
      var hash = mac.doFinal(place.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(hash, HASH_BYTES));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's own HMAC can be cloned", e);
    }
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_NUMBER
        && text.chars().allMatch(it -> it >= '0' && it <= '9');
  }
}
