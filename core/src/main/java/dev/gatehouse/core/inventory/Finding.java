package dev.gatehouse.core.inventory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that is to be said of a server that was found.
 *
 * @param kind what it is
 * @param detail which one, in a sentence without secrets
 */
public record Finding(Kind kind, String detail) {
  /** How grave it is; the gravest first. */
  public enum Severity {
    CRITICAL,
    HIGH,
    MEDIUM,
    LOW;

    /** In small letters. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What can be said, the gravest first. */
  public enum Kind {
    /** Somebody decided that nobody uses it. */
    DENIED(
        Severity.CRITICAL,
        "deny-listed",
        "remove it from the client now, and see what it was given"),
    /** A credential can be read by whoever can read the file. */
    SECRET(
        Severity.CRITICAL,
        "secret",
        "make it void, get a new one, and let the client ask for it or the gateway hold it"),
    /** The catalogue does not know it. */
    UNKNOWN(
        Severity.HIGH, "unknown", "remove it, or submit it to the registry and have it approved"),
    /** The catalogue knows it, but nobody approved this version. */
    UNAPPROVED(
        Severity.HIGH,
        "unapproved-version",
        "use a version that is approved, or have this one approved"),
    /** The gateway offers it, and the client goes past the gateway. */
    SHADOW(
        Severity.HIGH,
        "shadow",
        "use it through the gateway: gatehouse connect prints the settings"),
    /** Whoever is on the way can read and change what is said. */
    HTTP(Severity.HIGH, "http", "use its https address"),
    /** What runs tomorrow may be something else. */
    FLOATING(
        Severity.MEDIUM, "floating-version", "name the approved version, for images the digest"),
    /** A file or entry of which nothing could be made. */
    UNREADABLE(
        Severity.LOW,
        "unreadable",
        "look at the file yourself: the client may read what this program could not");

    private final Severity severity;
    private final String word;
    private final String remedy;

    Kind(Severity severity, String word, String remedy) {
      this.severity = severity;
      this.word = word;
      this.remedy = remedy;
    }

    /** How grave it is. */
    public Severity severity() {
      return severity;
    }

    /** As it is written everywhere. */
    public String word() {
      return word;
    }

    /** What to do. */
    public String remedy() {
      return remedy;
    }

    /** Whether it takes a catalogue to say it. */
    public boolean needsCatalogue() {
      return switch (this) {
        case DENIED, UNKNOWN, UNAPPROVED, SHADOW -> true;
        case SECRET, HTTP, FLOATING, UNREADABLE -> false;
      };
    }

    /** The one of this word. */
    public static Optional<Kind> of(String word) {
      var wanted = word.toLowerCase(Locale.ROOT);
      return Arrays.stream(values()).filter(kind -> kind.word.equals(wanted)).findFirst();
    }

    /** All words. */
    public static List<String> words() {
      return Arrays.stream(values()).map(Kind::word).toList();
    }
  }

  public Finding {
    detail = Texts.bounded(detail, 400);
  }
}
