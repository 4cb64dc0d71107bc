package dev.gatehouse.server.settings;

import java.util.regex.Pattern;

/**
 * A path inside the settings and where it stands.
 *
 * @param path empty for the whole file
 * @param example what could be written here, empty when that is not known
 */
record At(String path, Place place, String example) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

  static final At WHOLE_FILE = new At("", Place.START);

  At(String path, Place place) {
    this(path, place, "");
  }

  /** The same with what could be written here. */
  At withExample(String text) {
    return new At(path, place, text);
  }

  /** An entry of the block that stands here. */
  At entry(String key, Place keyPlace) {
    var step =
        PLAIN.matcher(key).matches()
            ? (path.isEmpty() ? "" : ".") + key
            : "[\"" + Shown.text(key) + "\"]";
    return new At(path + step, keyPlace);
  }

  /** An item of the list that stands here. */
  At item(int index, Place itemPlace) {
    return new At(path + "[" + index + "]", itemPlace);
  }
}
