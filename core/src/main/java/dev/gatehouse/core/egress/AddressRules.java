package dev.gatehouse.core.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where Gatehouse may connect to. A foreign host is reached only when every one of its addresses is
 * a public one; hosts named by the owner of the settings may be private, but never an address of a
 * cloud's metadata service or of the own link; what {@code egress.allow} lists is allowed as it
 * stands. Immutable.
 *
 * <p>A name is resolved once, all its addresses are checked, and the caller connects to an address
 * that was checked, so that a name which changes its address in between gains nothing.
 */
public final class AddressRules {
  /** For nobody: neither foreign hosts nor the owner's. */
  private static final List<AddressRange> NEVER =
      ranges(
          "0.0.0.0/8",
          "169.254.0.0/16",
          "224.0.0.0/4",
          "255.255.255.255/32",
          "100.100.100.200/32",
          "192.0.0.192/32",
          "168.63.129.16/32",
          "::/96", // unspecified and IPv4-compatible; loopback is asked for before
          "fe80::/10",
          "fec0::/10",
          "ff00::/8",
          "fd00:ec2::254/128",
          "fd20:ce::254/128",
          "2002::/16",
          "2001::/32",
          "64:ff9b::/96",
          "64:ff9b:1::/48");

  /** For the owner's hosts only. */
  private static final List<AddressRange> PRIVATE =
      ranges(
          "127.0.0.0/8",
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "100.64.0.0/10",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "240.0.0.0/4",
          "::1/128",
          "fc00::/7",
          "100::/64",
          "2001:db8::/32",
          "2001:10::/28",
          "2001:20::/28",
          "3fff::/20",
          "5f00::/16");

  /** Ends of names that no public name service knows. */
  private static final List<String> INNER =
      List.of(".localhost", ".local", ".internal", ".lan", ".home.arpa");

  private static final InetAddress LOOPBACK_SIX = InetAddress.ofLiteral("::1");

  private final List<AddressRange> allowedRanges;
  private final Set<String> allowedHosts;
  private final Set<String> owned;

  private AddressRules(
      List<AddressRange> allowedRanges, Set<String> allowedHosts, Set<String> owned) {
    this.allowedRanges = List.copyOf(allowedRanges);
    this.allowedHosts = Set.copyOf(allowedHosts);
    this.owned = Set.copyOf(owned);
  }

  /** Public addresses only. */
  public static AddressRules publicOnly() {
    return new AddressRules(List.of(), Set.of(), Set.of());
  }

  /**
   * Rules with exceptions.
   *
   * @param allow address ranges such as {@code 10.1.0.0/16}, and names of hosts that may have any
   *     address
   * @throws IllegalArgumentException when one is neither; the message names it
   */
  public static AddressRules allowing(List<String> allow) {
    var ranges = new ArrayList<AddressRange>();
    var hosts = new HashSet<String>();
    for (var entry : allow) {
      if (entry.indexOf('/') >= 0 || HostSpelling.literal(entry).isPresent()) {
        ranges.add(AddressRange.of(entry));
      } else {
        HostSpelling.fault(entry)
            .ifPresent(fault -> {
              throw new IllegalArgumentException("egress.allow: \"" + entry + "\": " + fault);
            });
        hosts.add(entry.toLowerCase(Locale.ROOT));
      }
    }
    return new AddressRules(ranges, hosts, Set.of());
  }

  /** The same rules, with hosts that the owner of the settings has named: they may be private. */
  public AddressRules trusting(Set<String> hosts) {
    var all = new HashSet<>(owned);
    hosts.forEach(host -> all.add(host.toLowerCase(Locale.ROOT)));
    return new AddressRules(allowedRanges, allowedHosts, all);
  }

  /**
   * Resolves a host once and checks every address. Blocks on the resolver unless the host is a
   * literal.
   *
   * @param host a name, or a literal address, an IPv6 one in brackets as in a URL
   * @return addresses to connect to, in order; connect to these and resolve nothing again
   * @throws FetchFailed when the spelling is odd, the name is unknown, or an address is not allowed
   */
  public List<InetAddress> resolve(String host, NameService names) throws FetchFailed {
    var fault = HostSpelling.fault(host);
    if (fault.isPresent()) {
      throw new FetchFailed(fault.get());
    }
    var literal = HostSpelling.literal(host);
    var addresses = literal.isPresent() ? List.of(literal.get()) : lookUp(host, names);
    for (var address : addresses) {
      var refusal = refusal(host, address);
      if (refusal.isPresent()) {
        throw new FetchFailed(refusal.get());
      }
    }
    return List.copyOf(addresses);
  }

  /**
   * Why a host cannot be allowed, as far as its spelling tells; empty when only a name service
   * could say more.
   */
  public Optional<String> refusalBySpelling(String host) {
    var fault = HostSpelling.fault(host);
    if (fault.isPresent()) {
      return fault;
    }
    var literal = HostSpelling.literal(host);
    if (literal.isPresent()) {
      return refusal(host, literal.get());
    }
    var name = host.toLowerCase(Locale.ROOT);
    var isInner = name.indexOf('.') < 0 || INNER.stream().anyMatch(name::endsWith);
    return isInner && !allowedHosts.contains(name) && !owned.contains(name)
        ? Optional.of(host + " is a name inside a network, which is not public")
        : Optional.empty();
  }

  /** Why that address of that host is not connected to, empty when it may be. */
  public Optional<String> refusal(String host, InetAddress address) {
    var name = host.toLowerCase(Locale.ROOT);
    if (allowedHosts.contains(name) || isIn(allowedRanges, address)) {
      return Optional.empty();
    }
    var isNever = isIn(NEVER, address) && !address.equals(LOOPBACK_SIX);
    if (isNever || (isIn(PRIVATE, address) && !owned.contains(name))) {
      return Optional.of(
          host
              + " has the address "
              + address.getHostAddress()
              + ", which is not public; the owner of this gateway can list it under egress.allow");
    }
    return Optional.empty();
  }

  private static List<InetAddress> lookUp(String host, NameService names) throws FetchFailed {
    try {
      var addresses = names.addresses(host);
      if (addresses.isEmpty()) {
        throw new FetchFailed(host + " has no address");
      }
      return addresses;
    } catch (UnknownHostException e) {
      throw new FetchFailed(host + " is not known to the resolver of this machine");
    }
  }

  private static boolean isIn(List<AddressRange> ranges, InetAddress address) {
    for (var range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static List<AddressRange> ranges(String... texts) {
    return List.of(texts).stream().map(AddressRange::of).toList();
  }
}
