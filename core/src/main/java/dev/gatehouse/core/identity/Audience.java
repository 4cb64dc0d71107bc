package dev.gatehouse.core.identity;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which resources of this gateway a token is made for: all of them when {@code aud} holds the
 * audience of the settings, otherwise those virtual servers below it that {@code aud} names.
 *
 * @param isWide whether it is made for all
 * @param resources the virtual servers, empty when it is made for all or for none
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8707">resource indicators</a>
 */
record Audience(boolean isWide, Set<String> resources) {
  static Audience of(@Nullable Object claim, String ours) {
    var named = claim instanceof List<?> list ? list : claim == null ? List.of() : List.of(claim);
    if (named.contains(ours)) {
      return new Audience(true, Set.of());
    }
    var below = ours.endsWith("/") ? ours : ours + "/";
    var resources = new LinkedHashSet<String>();
    for (var each : named) {
      if (each instanceof String text && text.startsWith(below) && !text.equals(below)) {
        resources.add(text);
      }
    }
    return new Audience(false, Set.copyOf(resources));
  }

  boolean isForNobodyHere() {
    return !isWide && resources.isEmpty();
  }

  /**
   * Lets a call through to a resource.
   *
   * @throws dev.gatehouse.core.refusal.Refused when the token is not made for it
   */
  void demand(String resource) {
    if (!isWide && !resources.contains(resource)) {
      throw NotProven.because("the token is made for another virtual server of this gateway");
    }
  }
}
