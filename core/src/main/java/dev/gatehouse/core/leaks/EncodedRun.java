package dev.gatehouse.core.leaks;

import dev.gatehouse.core.leaks.Pattern.Writing;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A run of base64 or hex inside a text, decoded, with the way to mask a part of it so that the rest
 * stays as it was written and the whole can still be decoded.
 *
 * @param writing base64 or hex
 * @param from where its first whole group begins
 * @param to behind its last character, without padding
 * @param bytes what it says
 */
record EncodedRun(Writing writing, int from, int to, byte[] bytes) {
  /** Bytes and characters of one group. */
  private record Group(int bytes, int characters) {}

  private static final Group BASE64 = new Group(3, 4);
  private static final Group HEX = new Group(1, 2);

  /** Decodes the characters from a group's begin on; both alphabets of base64 are taken. */
  static EncodedRun decode(Writing writing, byte[] text, int from, int to) {
    return switch (writing) {
      case BASE64 -> new EncodedRun(writing, from, to, base64(text, from, to));
      case HEX -> new EncodedRun(writing, from, from + (to - from) / 2 * 2, hex(text, from, to));
      case PLAIN, JSON_ESCAPES, PERCENT -> throw new IllegalArgumentException("not a run");
    };
  }

  static Alphabet alphabet(Writing writing) {
    return writing == Writing.HEX ? Alphabet.HEX : Alphabet.BASE64_ANY;
  }

  static int groupLength(Writing writing) {
    return writing == Writing.HEX ? HEX.characters : BASE64.characters;
  }

  /** The leak in the decoded bytes as one in the text: whole groups, and a mask that is encoded. */
  Leak outside(Leak inside, byte[] text, int end) {
    var group = writing == Writing.HEX ? HEX : BASE64;
    var first = inside.from() / group.bytes;
    var last = (inside.to() + group.bytes - 1) / group.bytes;
    var before = inside.from() - first * group.bytes;
    var behind = Math.min(last * group.bytes, bytes.length) - inside.to();
    var length = before + inside.mask().length + behind;
    var filled = length + (group.bytes - length % group.bytes) % group.bytes;
    var plain = new byte[filled];
    Arrays.fill(plain, (byte) ' ');
    System.arraycopy(bytes, inside.from() - before, plain, 0, before);
    System.arraycopy(inside.mask(), 0, plain, before, inside.mask().length);
    System.arraycopy(bytes, inside.to(), plain, filled - behind, behind);
    var stop = Math.min(from + last * group.characters, to);
    var padded = stop == to ? paddingEnd(text, stop, end) : stop;
    return leak(inside, first * group.characters, padded, plain);
  }

  private Leak leak(Leak inside, int start, int stop, byte[] plain) {
    var mask =
        writing == Writing.HEX
            ? Ascii.bytes(HexFormat.of().formatHex(plain))
            : Base64.getEncoder().encode(plain);
    return new Leak(inside.what(), from + start, stop, mask);
  }

  private static int paddingEnd(byte[] text, int from, int end) {
    var i = from;
    while (i < end && text[i] == '=') {
      i++;
    }
    return i;
  }

  private static byte[] base64(byte[] text, int from, int to) {
    var usable = to - from - ((to - from) % 4 == 1 ? 1 : 0);
    var standard = new byte[usable];
    for (var i = 0; i < usable; i++) {
      var b = text[from + i];
      standard[i] = b == '-' ? (byte) '+' : b == '_' ? (byte) '/' : b;
    }
    return Base64.getDecoder().decode(standard);
  }

  private static byte[] hex(byte[] text, int from, int to) {
    var bytes = new byte[(to - from) / 2];
    for (var i = 0; i < bytes.length; i++) {
      var high = HexFormat.fromHexDigit(text[from + 2 * i]);
      bytes[i] = (byte) ((high << 4) | HexFormat.fromHexDigit(text[from + 2 * i + 1]));
    }
    return bytes;
  }
}
