package dev.gatehouse.core.inventory;

import dev.gatehouse.core.inventory.Identity.Kind;
import dev.gatehouse.core.inventory.Known.Entry;
import dev.gatehouse.core.inventory.Known.Holder;
import dev.gatehouse.core.inventory.Known.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Says what is to be said of what was found, from what is known. Immutable. */
public final class Judge {
  private final Known known;

  public Judge(Known known) {
    this.known = known;
  }

  /**
   * What came of one server.
   *
   * @param name what the catalogue calls it, empty when it does not know it
   * @param isGoverned whether calls to it go through the gateway
   * @param findings the gravest first
   */
  public record Verdict(String name, boolean isGoverned, List<Finding> findings) {
    public Verdict {
      findings = findings.stream().sorted(Comparator.comparing(Finding::kind)).toList();
    }
  }

  /** What is to be said of this server. */
  public Verdict of(Found found) {
    var findings = new ArrayList<Finding>();
    for (var secret : found.secrets()) {
      findings.add(new Finding(Finding.Kind.SECRET, secret.where() + " holds a " + secret.what()));
    }
    var identity = found.identity();
    if (identity.kind() == Kind.NOTHING) {
      findings.add(
          new Finding(
              Finding.Kind.UNREADABLE, "the entry names neither a program nor an http address"));
    }
    if (isOpen(identity)) {
      findings.add(
          new Finding(
              Finding.Kind.HTTP, identity.identifier() + " is neither https nor this device"));
    }
    var isGoverned = known.isGoverned(identity);
    var name = Optional.<String>empty();
    if (!isGoverned && identity.kind() != Kind.NOTHING) {
      var entries = known.of(identity);
      name = best(entries);
      if (identity.isFloating()) {
        findings.add(new Finding(Finding.Kind.FLOATING, floating(identity)));
      }
      if (known.isCatalogue()) {
        addDecisions(identity, entries, findings);
      }
    }
    return new Verdict(name.orElse(""), isGoverned, findings);
  }

  private static boolean isOpen(Identity identity) {
    return (identity.kind() == Kind.URL || identity.kind() == Kind.GATEWAY)
        && WebAddress.of(identity.identifier()).map(WebAddress::isOpen).orElse(false);
  }

  private static Optional<String> best(List<Entry> entries) {
    return entries.stream()
        .min(Comparator.comparing(Entry::holder).thenComparing(Entry::standing))
        .map(Entry::name);
  }

  private static String floating(Identity identity) {
    return identity.name()
        + (identity.version().isEmpty()
            ? " is started in whichever version is the newest"
            : " is started as \"" + identity.version() + "\", which may become another version");
  }

  private void addDecisions(Identity identity, List<Entry> entries, List<Finding> findings) {
    var denial = denial(identity, entries);
    if (denial.isPresent()) {
      findings.add(new Finding(Finding.Kind.DENIED, denial.get()));
      return;
    }
    if (identity.kind() == Kind.LISTED) {
      if (!known.isListed(identity.identifier())) {
        findings.add(unknown(identity));
      }
      return;
    }
    if (entries.isEmpty()) {
      findings.add(unknown(identity));
      return;
    }
    if (entries.stream().anyMatch(entry -> entry.holder() == Holder.GATEWAY)) {
      var entry = some(entries, one -> one.holder() == Holder.GATEWAY);
      findings.add(
          new Finding(
              Finding.Kind.SHADOW,
              "the gateway has it as \"" + entry.name() + "\", and this client goes past it"));
    }
    addApproval(identity, entries, findings);
  }

  private static Finding unknown(Identity identity) {
    return new Finding(
        Finding.Kind.UNKNOWN, "neither gateway nor registry knows " + identity.name());
  }

  private static void addApproval(Identity identity, List<Entry> entries, List<Finding> findings) {
    var approved = entries.stream().filter(entry -> entry.standing() == Standing.APPROVED).toList();
    if (approved.isEmpty()) {
      findings.add(
          new Finding(
              Finding.Kind.UNAPPROVED,
              "\"" + entries.getFirst().name() + "\" is known, and no version of it is approved"));
    } else if (!identity.isFloating() && approved.stream().noneMatch(one -> means(one, identity))) {
      findings.add(
          new Finding(
              Finding.Kind.UNAPPROVED,
              "\""
                  + approved.getFirst().name()
                  + "\" is approved as "
                  + approved.getFirst().identity().version()
                  + ", not as "
                  + identity.version()));
    }
  }

  private Optional<String> denial(Identity identity, List<Entry> entries) {
    var rule = known.denial(identity).map(one -> "the deny list has " + one.text());
    if (rule.isPresent()) {
      return rule;
    }
    var isElsewhereFine =
        entries.stream()
            .anyMatch(entry -> entry.standing() != Standing.DENIED && covers(entry, identity));
    return entries.stream()
        .filter(entry -> entry.standing() == Standing.DENIED && covers(entry, identity))
        .filter(_ -> !isElsewhereFine)
        .findFirst()
        .map(entry -> "\"" + entry.name() + "\" was rejected or quarantined in the registry");
  }

  /** A version that is not named exactly may be any of them. */
  private static boolean covers(Entry entry, Identity identity) {
    return identity.isFloating() || means(entry, identity);
  }

  /** An entry that floats itself, as a command without a version does, is none in particular. */
  private static boolean means(Entry entry, Identity identity) {
    var version = entry.identity().version();
    return version.isEmpty() || version.equals(identity.version()) || entry.identity().isFloating();
  }

  private static Entry some(List<Entry> entries, Predicate<Entry> which) {
    return entries.stream().filter(which).findFirst().orElseThrow();
  }
}
