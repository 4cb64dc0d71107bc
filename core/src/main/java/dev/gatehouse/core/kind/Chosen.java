package dev.gatehouse.core.kind;

/**
 * Something pluggable as the settings chose it: one kind and its settings. Written as a block with
 * one key, {@code secrets: { in: results, do: mask }}, or as the name alone when every setting has
 * a default.
 *
 * @param kind what was chosen
 * @param settings an instance of the kind's settings record, already checked
 * @param source where it stands
 * @param <T> what is made of it
 */
public record Chosen<T>(Kind<?, T> kind, Record settings, Source source) {
  /**
   * @throws IllegalArgumentException when the settings are of another kind
   */
  public Chosen {
    if (!kind.settings().isInstance(settings)) {
      throw new IllegalArgumentException("settings of another kind than " + kind.name());
    }
  }

  /** Makes the object; does no I/O. */
  public T build() {
    return make(kind);
  }

  private <S extends Record> T make(Kind<S, T> kind) {
    return kind.build().apply(kind.settings().cast(settings));
  }
}
