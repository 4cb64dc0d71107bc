package dev.gatehouse.protocol;

/**
 * What a {@code subscriptions/listen} asks for, and what its acknowledgement says that it gets.
 *
 * @see <a
 *     href="https://modelcontextprotocol.io/specification/2026-07-28/basic/utilities/subscriptions">subscriptions</a>
 */
public final class ListenFilter {
  private ListenFilter() {}

  /** The place of {@code params.notifications.taskIds}, of any type; absent when there is none. */
  public static Span taskIds(Envelope message) {
    return JsonObject.at(message.bytes(), message.listenFilter())
        .map(filter -> filter.span("taskIds"))
        .orElse(Span.NONE);
  }
}
