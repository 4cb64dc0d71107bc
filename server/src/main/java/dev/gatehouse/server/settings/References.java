package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.Chosen;
import dev.gatehouse.core.secrets.SecretReference;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the secrets that settings refer to, wherever they stand. */
final class References {
  private final Set<SecretReference> found = new LinkedHashSet<>();

  private References() {}

  static Set<SecretReference> in(Settings settings) {
    var references = new References();
    references.walk(settings);
    return references.found;
  }

  private void walk(Object value) {
    switch (value) {
      case SecretReference reference -> found.add(reference);
      case EnvironmentValue variable -> variable.reference().ifPresent(found::add);
      case Chosen<?> chosen -> walk(chosen.settings());
      case Optional<?> optional -> optional.ifPresent(this::walk);
      case Iterable<?> many when !(value instanceof java.nio.file.Path) -> many.forEach(this::walk);
      case Map<?, ?> map -> map.values().forEach(this::walk);
      case Record record -> {
        for (var component : record.getClass().getRecordComponents()) {
          walk(Records.component(component.getAccessor(), record));
        }
      }
      default -> {}
    }
  }
}
