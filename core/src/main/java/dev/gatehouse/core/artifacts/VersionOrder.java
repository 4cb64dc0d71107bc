package dev.gatehouse.core.artifacts;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The order of the versions of one artifact, older ones first: semantic versions among themselves
 * by their precedence, before them all others, and those by the time of their publication. Leading
 * zeros, as dates have them, count as numbers.
 *
 * @see <a href="https://semver.org/spec/v2.0.0.html#spec-item-11">precedence</a>
 */
public final class VersionOrder implements Comparator<VersionOrder.Dated> {
  /** The order. */
  public static final VersionOrder ORDER = new VersionOrder();

  private static final int LONGEST = 255;
  private static final Pattern SEMANTIC =
      Pattern.compile(
          "(\\d+)\\.(\\d+)\\.(\\d+)(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?"
              + "(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern RANGE =
      Pattern.compile("[\\^~<>=].*|.*\\|\\|.*|.* - .*|(?:.*\\.)?[xX*](?:\\..*)?");

  /**
   * A version and when it was published.
   *
   * @param version any text
   */
  public record Dated(String version, Instant publishedAt) {}

  private record Semantic(List<BigInteger> core, List<String> preRelease) {}

  private VersionOrder() {}

  /** Why a text cannot be the version of something that is published; empty when it can. */
  public static Optional<String> flaw(String version) {
    if (version.isEmpty() || version.length() > LONGEST) {
      return Optional.of("a version has 1 to " + LONGEST + " characters");
    }
    if (version.equals("latest")) {
      return Optional.of("latest means whichever is the newest; name the version, such as 1.2.0");
    }
    return RANGE.matcher(version).matches()
        ? Optional.of(version + " is a range of versions; name one, such as 1.2.0")
        : Optional.empty();
  }

  @Override
  public int compare(Dated one, Dated other) {
    var first = semantic(one.version());
    var second = semantic(other.version());
    if (first.isPresent() && second.isPresent()) {
      return precedence(first.get(), second.get());
    }
    return first.isEmpty() && second.isEmpty()
        ? one.publishedAt().compareTo(other.publishedAt())
        : Boolean.compare(first.isPresent(), second.isPresent());
  }

  private static Optional<Semantic> semantic(String version) {
    var match = SEMANTIC.matcher(version);
    if (version.length() > LONGEST || !match.matches()) {
      return Optional.empty();
    }
    var core = List.of(number(match.group(1)), number(match.group(2)), number(match.group(3)));
    var preRelease = match.group(4);
    return Optional.of(
        new Semantic(core, preRelease == null ? List.of() : List.of(preRelease.split("\\."))));
  }

  private static BigInteger number(String digits) {
    return new BigInteger(digits);
  }

  private static int precedence(Semantic one, Semantic other) {
    for (var i = 0; i < one.core.size(); i++) {
      var order = one.core.get(i).compareTo(other.core.get(i));
      if (order != 0) {
        return order;
      }
    }
    if (one.preRelease.isEmpty() || other.preRelease.isEmpty()) {
      return Boolean.compare(one.preRelease.isEmpty(), other.preRelease.isEmpty());
    }
    var shared = Math.min(one.preRelease.size(), other.preRelease.size());
    for (var i = 0; i < shared; i++) {
      var order = identifiers(one.preRelease.get(i), other.preRelease.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.preRelease.size(), other.preRelease.size());
  }

  private static int identifiers(String one, String other) {
    var isNumber = NUMBER.matcher(one).matches();
    var isOther = NUMBER.matcher(other).matches();
    if (isNumber && isOther) {
      return number(one).compareTo(number(other));
    }
    return isNumber == isOther ? one.compareTo(other) : isNumber ? -1 : 1;
  }
}
