package dev.gatehouse.core.egress;

import java.net.InetAddress;

/**
 * A range of addresses of one family.
 *
 * @param network its first address
 * @param prefix how many leading bits all its addresses share
 */
record AddressRange(InetAddress network, int prefix) {
  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address.
   *
   * @throws IllegalArgumentException when the text is neither; the message shows the right shape
   */
  static AddressRange of(String text) {
    var slash = text.indexOf('/');
    var literal = slash < 0 ? text : text.substring(0, slash);
    var address =
        HostSpelling.literal(literal).orElseThrow(() -> new IllegalArgumentException(shape(text)));
    var bits = address.getAddress().length * 8;
    var prefix = slash < 0 ? bits : number(text, text.substring(slash + 1));
    if (prefix > bits) {
      throw new IllegalArgumentException(shape(text));
    }
    return new AddressRange(address, prefix);
  }

  boolean contains(InetAddress address) {
    var mine = network.getAddress();
    var other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (var bit = 0; bit < prefix; bit += 8) {
      var mask = prefix - bit >= 8 ? 0xff : 0xff << (8 - (prefix - bit));
      if (((mine[bit / 8] ^ other[bit / 8]) & mask & 0xff) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, String digits) {
    if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(Character::isDigit)) {
      throw new IllegalArgumentException(shape(text));
    }
    return Integer.parseInt(digits);
  }

  private static String shape(String text) {
    return "\"" + text + "\" is not an address range, for example 10.1.0.0/16 or fd12::/16";
  }
}
