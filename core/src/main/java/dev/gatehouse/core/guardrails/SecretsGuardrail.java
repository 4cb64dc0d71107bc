package dev.gatehouse.core.guardrails;

import dev.gatehouse.core.kind.Kind;
import dev.gatehouse.core.kind.Source;
import dev.gatehouse.core.leaks.SecretScanner;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.Target;

/** Masks credentials of known shape, or refuses the message that carries one. */
final class SecretsGuardrail implements Guardrail {
  static final Kind<SecretsSettings, Guardrail> KIND =
      new Kind<>("secrets", SecretsSettings.class, SecretsGuardrail::new);

  private final SecretsSettings settings;
  private final SecretScanner scanner;
  private final TargetGlobs targets;
  private final String rule;

  SecretsGuardrail(SecretsSettings settings) {
    this.settings = settings;
    this.scanner = settings.scanner();
    this.targets = new TargetGlobs(settings.tools());
    this.rule = settings.source().map(Source::path).orElse("guardrails.secrets");
  }

  @Override
  public String rule() {
    return rule;
  }

  @Override
  public boolean watches(Part part, Target target) {
    return settings.in().covers(part) && targets.matches(target);
  }

  @Override
  public boolean watches(Part part, ServerName server) {
    return settings.in().covers(part) && targets.matchesAnyOf(server);
  }

  @Override
  public boolean mayObject(byte[] json, int from, int to) {
    return scanner.mayFind(json, from, to);
  }

  @Override
  public void inspect(Passage passage) {
    for (var leak : scanner.find(passage.bytes(), passage.from(), passage.to())) {
      switch (settings.action()) {
        case MASK -> passage.mask(leak.from(), leak.to(), leak.what(), leak.mask());
        case BLOCK -> passage.block(leak.what());
      }
    }
  }
}
