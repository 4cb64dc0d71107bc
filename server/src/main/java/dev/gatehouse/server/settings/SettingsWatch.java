package dev.gatehouse.server.settings;

import dev.gatehouse.core.secrets.SecretReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes up changes of the settings file, and of the secret files that it refers to, while the
 * gateway runs. Looks at what the path leads to and at the content, so that a swapped symlink (as
 * Kubernetes does it) is seen too. A change is taken up when two looks in a row saw the same, so
 * that a file that is still being written is not; it is taken up whole or not at all.
 *
 * <p>Thread-safe. The listener is called on the thread that looks, under this object's lock; it may
 * block and must not call back.
 */
public final class SettingsWatch implements AutoCloseable {
  /** How often {@link #start} looks unless told otherwise. */
  public static final Duration USUAL_PERIOD = Duration.ofSeconds(1);

  /** Learns what has changed. */
  public interface Listener {
    /**
     * New settings without a problem of their own. Builds everything that depends on them aside and
     * swaps it.
     *
     * @return empty when they are in use now, else why not; then everything is as before
     */
    List<Problem> accept(Loaded loaded);

    /**
     * The file as it is now is not used; the settings before it stay in use. Asked once a change.
     */
    void refused(Problems problems);

    /** Files behind these references were changed, replaced, made or removed. */
    void secretsChanged(Set<SecretReference> references);
  }

  private final SettingsLoader loader;
  private final Path file;
  private final Path base;
  private final Listener listener;
  private final Map<SecretReference, String> secrets = new HashMap<>();

  private Loaded current;
  private Optional<Problems> refusal = Optional.empty();
  private String handled;
  private String seen;
  private @Nullable Thread thread;

  /**
   * @param file the settings file, which may be missing when {@code current} are the defaults
   * @param base what relative secret files are relative to
   * @param current what was loaded of it and is in use
   */
  public SettingsWatch(
      SettingsLoader loader, Path file, Path base, Loaded current, Listener listener) {
    this.loader = loader;
    this.file = file;
    this.base = base;
    this.current = current;
    this.listener = listener;
    // What was loaded may be older than what is there now; the first looks decide.
    this.handled = "";
    this.seen = "";
    rememberSecrets();
  }

  /** The settings in use. */
  public synchronized Loaded current() {
    return current;
  }

  /** Why the file as it is now is not in use; empty when it is. */
  public synchronized Optional<Problems> refusal() {
    return refusal;
  }

  /**
   * Looks once.
   *
   * @return whether something is changing, so that another look soon is worth it
   */
  public synchronized boolean look() {
    var sight = sight();
    if (!sight.state().equals(handled)) {
      if (!sight.state().equals(seen)) {
        seen = sight.state();
        return true;
      }
      handled = sight.state();
      takeUp(sight);
    }
    lookAtSecrets();
    return false;
  }

  /** Looks again and again on a thread of its own, until closed. */
  public synchronized void start(Duration period) {
    if (thread != null) {
      throw new IllegalStateException("already started");
    }
    thread = Thread.ofVirtual().name("settings-watch").start(() -> run(period));
  }

  /** Ends the thread; a look under way is finished. */
  @Override
  public void close() {
    Thread ending;
    synchronized (this) {
      ending = thread;
      thread = null;
    }
    if (ending != null) {
      ending.interrupt();
    }
  }

  private void run(Duration period) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(look() ? period.dividedBy(4) : period);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What one look saw.
   *
   * @param text of the file, or why it cannot be read
   */
  private record Sight(String state, Optional<String> text, Optional<Problems> fault) {}

  private Sight sight() {
    if (!Files.exists(file)) {
      return new Sight("missing", Optional.empty(), Optional.empty());
    }
    try {
      var text = SettingsLoader.read(file);
      return new Sight(
          file.toRealPath() + " " + Digest.of(text), Optional.of(text), Optional.empty());
    } catch (Problems problems) {
      return new Sight(
          "unreadable " + problems.getMessage(), Optional.empty(), Optional.of(problems));
    } catch (IOException e) {
      return new Sight("missing", Optional.empty(), Optional.empty());
    }
  }

  private void takeUp(Sight sight) {
    try {
      if (sight.fault().isPresent()) {
        throw sight.fault().get();
      }
      var loaded =
          sight.text().isPresent()
              ? loader.decode(sight.text().get(), SettingsLoader.name(file))
              : withoutFile();
      var problems = accepted(loaded);
      if (!problems.isEmpty()) {
        throw new Problems(problems);
      }
      current = loaded;
      refusal = Optional.empty();
      rememberSecrets();
    } catch (Problems problems) {
      refusal = Optional.of(problems);
      listener.refused(problems);
    }
  }

  /** No file means the defaults only where it has always been so: a lost file changes nothing. */
  private Loaded withoutFile() throws Problems {
    if (current.from().equals(Loaded.NO_FILE)) {
      return current;
    }
    throw SettingsLoader.unreadable(file, "the file is gone; put it back");
  }

  private List<Problem> accepted(Loaded loaded) {
    if (loaded.equals(current)) {
      return List.of();
    }
    try {
      return listener.accept(loaded);
    } catch (RuntimeException bug) {
      var what = "could not be taken up because of a fault in the gateway: " + bug;
      return List.of(loaded.problem("", what, Optional.empty()));
    }
  }

  private void lookAtSecrets() {
    var changed = new LinkedHashSet<SecretReference>();
    secrets.replaceAll((reference, before) -> {
      var now = secretState(reference);
      if (!now.equals(before)) {
        changed.add(reference);
      }
      return now;
    });
    if (!changed.isEmpty()) {
      listener.secretsChanged(changed);
    }
  }

  private void rememberSecrets() {
    secrets.clear();
    for (var reference : References.in(current.settings())) {
      if (reference.file().isPresent()) {
        secrets.put(reference, secretState(reference));
      }
    }
  }

  private String secretState(SecretReference reference) {
    var path = base.resolve(reference.file().orElseThrow());
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return path.toRealPath()
          + " "
          + attributes.fileKey()
          + " "
          + attributes.size()
          + " "
          + attributes.lastModifiedTime();
    } catch (IOException e) {
      return "missing";
    }
  }
}
