package dev.gatehouse.testkit;

import dev.gatehouse.core.guardrails.BuiltInGuardrails;
import dev.gatehouse.core.guardrails.Guardrail;
import dev.gatehouse.core.guardrails.SecretsSettings;
import dev.gatehouse.core.policy.Permit;
import dev.gatehouse.core.policy.SomePermit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The guardrail {@code secrets} keeps the contract, whatever it is told to do. */
class SecretsGuardrailTest {
  @Nested
  class WhenItMasks implements GuardrailContract {
    @Override
    public Guardrail guardrail() {
      return secrets(SecretsSettings.Action.MASK);
    }

    @Override
    public Permit permit() {
      return SomePermit.permit();
    }

    @Override
    public String objectionable() {
      return secret();
    }
  }

  @Nested
  class WhenItBlocks implements GuardrailContract {
    @Override
    public Guardrail guardrail() {
      return secrets(SecretsSettings.Action.BLOCK);
    }

    @Override
    public Permit permit() {
      return SomePermit.permit();
    }

    @Override
    public String objectionable() {
      return secret();
    }
  }

  /** Put together here, so that nobody's scanner takes this file for a leak. */
  private static String secret() {
    return "hf" + "_" + "QzTgWnBvKsRdMxLpYhCjFaEuNwXoGtVbZr";
  }

  private static Guardrail secrets(SecretsSettings.Action action) {
    var settings =
        new SecretsSettings(
            SecretsSettings.In.BOTH, action, List.of(), List.of(), Optional.empty());
    return BuiltInGuardrails.SECRETS.build().apply(settings);
  }
}
