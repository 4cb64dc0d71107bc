package dev.gatehouse.server.settings;

import dev.gatehouse.core.kind.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads settings files. Thread-safe; reads at most 4 MiB and follows no reference. */
public final class SettingsLoader {
  /** The file that is taken when none is named; it may be missing. */
  public static final String DEFAULT_NAME = "gatehouse.yaml";

  private static final int MOST_BYTES = 4 * 1024 * 1024;

  private final Shape.Block shape;

  /**
   * @param kinds what there is to choose, for each pluggable type of the settings
   */
  public SettingsLoader(Map<Class<?>, ? extends List<? extends Kind<?, ?>>> kinds) {
    this.shape = new Shapes(kinds).block(Settings.class);
  }

  /**
   * Reads a file that has to be there.
   *
   * @throws Problems with everything that is wrong in it
   */
  public Loaded load(Path file) throws Problems {
    return decode(read(file), name(file));
  }

  /**
   * Reads a file; when there is none, everything has its default.
   *
   * @throws Problems with everything that is wrong in it
   */
  public Loaded loadOrDefaults(Path file) throws Problems {
    return Files.exists(file) ? load(file) : defaults();
  }

  /** What holds without a file. */
  public Loaded defaults() {
    try {
      return decode("", Loaded.NO_FILE);
    } catch (Problems e) {
      throw new IllegalStateException("the defaults are not valid", e);
    }
  }

  /**
   * Reads settings from a text.
   *
   * @param name how the text is called in messages
   * @throws Problems with everything that is wrong in it
   */
  public Loaded decode(String text, String name) throws Problems {
    var report = new Report(name);
    var node = YamlReader.read(text, report);
    var decoded = node.map(root -> new Decoder(report).decode(root, shape, At.WHOLE_FILE));
    if (!report.isClean() || decoded.isEmpty()) {
      throw report.problems();
    }
    return new Loaded((Settings) decoded.get(), name, report.places());
  }

  /**
   * Settings as YAML with every short form written out; what has its default stands as a comment.
   * Reads back as the same settings.
   */
  public String explain(Settings settings) {
    return LongForm.of(settings, shape);
  }

  /** What settings may look like, for all that is generated. */
  Shape.Block shape() {
    return shape;
  }

  /**
   * The text of a file.
   *
   * @throws Problems when it cannot be read, is too large or not UTF-8
   */
  static String read(Path file) throws Problems {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw unreadable(file, "the file is over 4 MiB");
      }
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw unreadable(file, "the file is not UTF-8 text");
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file");
    } catch (IOException e) {
      throw unreadable(
          file,
          "the file cannot be read (" + e.getClass().getSimpleName() + "); check its permissions");
    }
  }

  static Problems unreadable(Path file, String what) {
    return new Problems(List.of(new Problem(name(file), 1, 1, "", what + ".", Optional.empty())));
  }

  /** How a file is called in messages. */
  static String name(Path file) {
    return file.normalize().toString();
  }
}
