package dev.gatehouse.core.guardrails;

import dev.gatehouse.core.kind.Kind;
import java.util.List;

/** The kinds of guardrails that come with Gatehouse. */
public final class BuiltInGuardrails {
  /** By the name under which they stand in the settings. */
  public static final List<Kind<? extends Record, Guardrail>> KINDS =
      List.of(SecretsGuardrail.KIND);

  private BuiltInGuardrails() {}
}
