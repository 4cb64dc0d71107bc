package dev.gatehouse.server.command;

import dev.gatehouse.cli.SettingsFiles;
import dev.gatehouse.cli.screen.Failure;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.server.settings.BuiltInKinds;
import dev.gatehouse.server.settings.NotEdited;
import dev.gatehouse.server.settings.Problems;
import dev.gatehouse.server.settings.SettingsFile;
import dev.gatehouse.server.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Puts servers that are programs into the settings file: the only place where they can stand. */
final class EditedSettings implements SettingsFiles {
  private interface Edit {
    void on(SettingsFile file) throws NotEdited, Problems, IOException;
  }

  @Override
  public void addStdio(
      Path file, String name, List<String> command, Map<String, String> environment) {
    var server = name(name);
    edit(file, it -> it.addStdio(server, command, environment));
  }

  @Override
  public void remove(Path file, String name) {
    var server = name(name);
    edit(file, it -> it.remove(server));
  }

  private static ServerName name(String text) {
    try {
      return new ServerName(text);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(String.valueOf(e.getMessage()), "choose another name");
    }
  }

  private static void edit(Path file, Edit edit) {
    try {
      edit.on(new SettingsFile(new SettingsLoader(BuiltInKinds.ALL), file));
    } catch (NotEdited | Problems e) {
      throw Failure.failed(String.valueOf(e.getMessage()), "edit " + file + " by hand");
    } catch (IOException e) {
      throw Failure.failed(
          file + " cannot be written: " + e.getMessage(), "check who owns it and its directory");
    }
  }
}
