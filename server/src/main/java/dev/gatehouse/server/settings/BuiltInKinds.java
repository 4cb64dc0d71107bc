package dev.gatehouse.server.settings;

import dev.gatehouse.core.guardrails.BuiltInGuardrails;
import dev.gatehouse.core.guardrails.Guardrail;
import dev.gatehouse.core.kind.Kind;
import java.util.List;
import java.util.Map;

/** What there is to choose in the settings of a gateway without further jars. */
public final class BuiltInKinds {
  /** The kinds by the type that they make. */
  public static final Map<Class<?>, List<? extends Kind<?, ?>>> ALL =
      Map.of(Guardrail.class, BuiltInGuardrails.KINDS);

  private BuiltInKinds() {}
}
