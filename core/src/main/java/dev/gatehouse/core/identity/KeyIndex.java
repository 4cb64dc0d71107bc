package dev.gatehouse.core.identity;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All API keys by their hash, as of one moment. Immutable: after a change of the store a new one is
 * built and given to {@link Authentication#use}.
 */
public final class KeyIndex {
  /** No keys: every API key is refused. */
  public static final KeyIndex EMPTY = new KeyIndex(Map.of(), Map.of());

  /** How the id of a caller begins that a key has proven. */
  static final String ID_MARK = "key:";

  private final Map<Fingerprint, Entry> entries;
  private final Map<String, Entry> byCaller;

  private record Entry(Caller caller, long expires, String expired, Optional<String> revoked) {}

  private KeyIndex(Map<Fingerprint, Entry> entries, Map<String, Entry> byCaller) {
    this.entries = entries;
    this.byCaller = byCaller;
  }

  /** Indexes what a store holds, revoked keys included, so that records can tell them apart. */
  public static KeyIndex of(Collection<StoredKey> keys) {
    var entries = HashMap.<Fingerprint, Entry>newHashMap(keys.size());
    var byCaller = HashMap.<String, Entry>newHashMap(keys.size());
    for (var key : keys) {
      var entry = entry(key);
      entries.put(Fingerprint.ofHex(key.hash()), entry);
      byCaller.put(entry.caller().id(), entry);
    }
    return new KeyIndex(entries, byCaller);
  }

  /** How many keys there are, revoked and expired ones included. */
  public int size() {
    return entries.size();
  }

  /**
   * The caller that a presented key proves.
   *
   * @param header what the key stands in
   * @param start where it begins; it ends with the header
   * @throws dev.gatehouse.core.refusal.Refused when there is no such key, or it is revoked or
   *     expired
   */
  Caller caller(String header, int start, long nowMillis) {
    var isLongEnough = header.length() - start == ApiKey.LENGTH;
    var entry = isLongEnough ? entries.get(Fingerprint.of(header, start)) : null;
    if (entry == null) {
      throw NotProven.because(
          ApiKey.isWellFormed(header.substring(start))
              ? "no such API key"
              : "not an API key: wrong shape");
    }
    if (entry.revoked().isPresent()) {
      throw NotProven.because(entry.revoked().get());
    }
    if (nowMillis >= entry.expires()) {
      throw NotProven.because(entry.expired());
    }
    return entry.caller();
  }

  /** The caller with this id, while its key holds. */
  Optional<Caller> standing(String callerId, long nowMillis) {
    return Optional.ofNullable(byCaller.get(callerId))
        .filter(entry -> entry.revoked().isEmpty() && nowMillis < entry.expires())
        .map(Entry::caller);
  }

  /** The caller that a key proves while it holds. */
  static Caller callerOf(StoredKey key) {
    return new KnownCaller(
        ID_MARK + key.id(),
        Optional.empty(),
        Optional.of(key.name()),
        key.roles(),
        key.attributes(),
        key.prefix());
  }

  private static Entry entry(StoredKey key) {
    var what = "API key " + key.prefix() + " (" + key.name() + ")";
    return new Entry(
        callerOf(key),
        key.expires().map(KeyIndex::millis).orElse(Long.MAX_VALUE),
        what + " expired at " + key.expires().map(Object::toString).orElse("no time"),
        key.revoked().map(when -> what + " was revoked at " + when));
  }

  private static long millis(Instant instant) {
    try {
      return instant.toEpochMilli();
    } catch (ArithmeticException e) {
      return instant.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
  }
}
