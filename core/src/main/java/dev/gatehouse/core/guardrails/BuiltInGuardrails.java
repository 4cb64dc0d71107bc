package dev.gatehouse.core.guardrails;

import dev.gatehouse.core.kind.Kind;
import java.util.List;

/** The kinds of guardrails that come with Gatehouse. */
public final class BuiltInGuardrails {
  /** Looks for credentials of known shape. */
  public static final Kind<SecretsSettings, Guardrail> SECRETS = SecretsGuardrail.KIND;

  /** All of them, by the name under which they stand in the settings. */
  public static final List<Kind<? extends Record, Guardrail>> KINDS = List.of(SECRETS);

  private BuiltInGuardrails() {}
}
