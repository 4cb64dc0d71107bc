package dev.gatehouse.core.gateway;

import dev.gatehouse.core.guardrails.BuiltInGuardrails;
import dev.gatehouse.core.guardrails.Guardrail;
import dev.gatehouse.core.guardrails.Part;
import dev.gatehouse.core.guardrails.Passage;
import dev.gatehouse.core.guardrails.SecretsSettings;
import dev.gatehouse.core.guardrails.SecretsSettings.Action;
import dev.gatehouse.core.guardrails.SecretsSettings.In;
import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.leaks.SecretSamples;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;
import java.util.List;
import java.util.Optional;

/** Guardrails for journeys, and what they find. */
final class Guards {
  /** Looks like a token of GitHub, and opens no door. */
  static final String TOKEN = SecretSamples.of("github-token/p", 1).text();

  private Guards() {}

  static Guardrail secrets(In in, Action action, String... tools) {
    var source = Optional.of(new Source("guardrails[0]", "gatehouse.yaml:41"));
    return BuiltInGuardrails.SECRETS
        .build()
        .apply(new SecretsSettings(in, action, List.of(tools), List.of(), source));
  }

  /** Looks at results, and has a bug. */
  static Guardrail broken() {
    return new Guardrail() {
      @Override
      public String rule() {
        return "guardrails.broken";
      }

      @Override
      public boolean watches(Part part, Target target) {
        return part == Part.RESULT;
      }

      @Override
      public boolean watches(Part part, ServerName server) {
        return part == Part.RESULT;
      }

      @Override
      public boolean mayObject(byte[] json, int from, int to) {
        return true;
      }

      @Override
      public void inspect(Passage passage) {
        throw new IllegalStateException("a bug");
      }
    };
  }
}
