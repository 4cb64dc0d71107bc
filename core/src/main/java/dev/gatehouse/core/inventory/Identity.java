package dev.gatehouse.core.inventory;

import dev.gatehouse.core.leaks.Redactor;
import java.util.Locale;
import java.util.Optional;

/**
 * What a server is, however a client spells it: the same package, image or address is the same
 * identity on all devices. Holds no argument, no query and no credential.
 *
 * @param kind what sort of thing is named
 * @param identifier which one, at most {@link #LONGEST} characters; see the kinds
 * @param version as it was written, empty when it was not
 */
public record Identity(Kind kind, String identifier, String version) {
  /** The longest identifier, and the longest version. */
  public static final int LONGEST = 300;

  /** What nothing could be made of. */
  public static final Identity NOTHING = new Identity(Kind.NOTHING, "", "");

  /** What an identifier names. */
  public enum Kind {
    /** A package of npm. */
    NPM,
    /** A package of PyPI, its name as PEP 503 normalises it. */
    PYPI,
    /** A package of NuGet, in small letters. */
    NUGET,
    /** A container image with its registry and without tag and digest. */
    OCI,
    /** A repository: host and path. */
    GIT,
    /** A server at a URL, without user, query and fragment. */
    URL,
    /** A program of the device, by its path or name. */
    PROGRAM,
    /** {@code gatehouse stdio}: the URL of the gateway, empty when none is written. */
    GATEWAY,
    /** A name that the client looks up in its registry. */
    LISTED,
    /** An entry of which nothing could be made. */
    NOTHING;

    /** As reports and rules write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean isVersioned() {
      return this == NPM || this == PYPI || this == NUGET || this == OCI || this == GIT;
    }
  }

  public Identity {
    identifier = Texts.bounded(Redactor.redact(identifier), LONGEST);
    version = Texts.bounded(Redactor.redact(version), LONGEST);
  }

  /**
   * A package of the registry.
   *
   * @param type as {@code server.json} writes it: npm, pypi, oci or nuget
   * @param version empty where the identifier holds it
   * @return empty for other types, and for what is no name of one
   */
  public static Optional<Identity> ofPackage(String type, String identifier, String version) {
    return switch (type) {
      case "npm" -> Packages.npm(version.isEmpty() ? identifier : identifier + "@" + version);
      case "pypi" -> Packages.pypi(version.isEmpty() ? identifier : identifier + "==" + version);
      case "nuget" -> Packages.nuget(identifier, version);
      case "oci" ->
          Packages.image(identifier)
              .map(image ->
                  image.version().isEmpty()
                      ? new Identity(Kind.OCI, image.identifier(), version)
                      : image);
      default -> Optional.empty();
    };
  }

  /** A server at a URL; empty when it is none of http or https. */
  public static Optional<Identity> ofUrl(String url) {
    return WebAddress.of(url).map(address -> of(Kind.URL, address.shown()));
  }

  /** Without a version. */
  public static Identity of(Kind kind, String identifier) {
    return new Identity(kind, identifier, "");
  }

  /** The same in any version: by this, identities are compared. */
  public Identity unversioned() {
    return version.isEmpty() ? this : new Identity(kind, identifier, "");
  }

  /** Whether what runs may be something else tomorrow. */
  public boolean isFloating() {
    return kind.isVersioned() && !Versions.isExact(kind, version);
  }

  /** Without its version, for example {@code npm:@acme/crm}. */
  public String name() {
    return kind.word() + ":" + identifier;
  }

  @Override
  public String toString() {
    return version.isEmpty() ? name() : name() + "@" + version;
  }
}
