package dev.gatehouse.server;

import dev.gatehouse.core.audit.AuditEvent;
import dev.gatehouse.core.audit.AuditEvent.Moment;
import dev.gatehouse.core.audit.Journal;
import dev.gatehouse.core.audit.NotRecorded;
import dev.gatehouse.core.secrets.SecretReference;
import dev.gatehouse.server.settings.Loaded;
import dev.gatehouse.server.settings.Problem;
import dev.gatehouse.server.settings.Problems;
import dev.gatehouse.server.settings.SettingsWatch;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes up settings while the gateway runs: whole or not at all, and recorded either way. Settings
 * whose change cannot be recorded are not taken up.
 */
final class Reload implements SettingsWatch.Listener {
  private static final System.Logger LOG = System.getLogger(Reload.class.getName());

  private final Decisions decisions;
  private final Overrides overrides;
  private final Journal journal;
  private final Runnable whenTaken;

  /**
   * @param whenTaken runs after each change that was taken up
   */
  Reload(Decisions decisions, Overrides overrides, Journal journal, Runnable whenTaken) {
    this.decisions = decisions;
    this.overrides = overrides;
    this.journal = journal;
    this.whenTaken = whenTaken;
  }

  @Override
  public List<Problem> accept(Loaded file) {
    var loaded = overrides.over(file);
    var fixed = NeedsRestart.between(decisions.loaded().settings(), loaded);
    if (!fixed.isEmpty()) {
      return fixed;
    }
    var problems = decisions.check(loaded);
    if (!problems.isEmpty()) {
      return problems;
    }
    try {
      var _ =
          journal.append(
              new AuditEvent.System(Moment.SETTINGS_LOADED, "from " + Declared.inWords(loaded)));
    } catch (NotRecorded e) {
      var what = "the change cannot be recorded, so it is not taken up: " + e.getMessage();
      return List.of(loaded.problem("", what, java.util.Optional.empty()));
    }
    var late = decisions.take(loaded);
    if (late.isEmpty()) {
      whenTaken.run();
      LOG.log(Level.INFO, "settings taken up from " + loaded.from());
    }
    return late;
  }

  @Override
  public void refused(Problems problems) {
    LOG.log(
        Level.WARNING,
        "the settings file is not used, the settings before it stay:\n" + problems.getMessage());
    var note = problems.list().stream().map(Problem::toString).collect(Collectors.joining("\n"));
    try {
      var _ = journal.append(new AuditEvent.System(Moment.SETTINGS_REFUSED, note));
    } catch (NotRecorded e) {
      LOG.log(Level.WARNING, "not recorded: " + e.getMessage());
    }
  }

  /** Connections read secrets again by themselves, as they are used. */
  @Override
  public void secretsChanged(Set<SecretReference> references) {
    var names = references.stream().map(SecretReference::text).sorted().toList();
    LOG.log(Level.INFO, "changed, and used from now on: " + String.join(", ", names));
  }
}
