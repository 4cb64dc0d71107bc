package dev.gatehouse.store.sqlite;

import dev.gatehouse.core.store.StoreFailed;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Words what went wrong with one file: what, which, and what to do. */
final class Trouble {
  private static final String RESTORE =
      "Restore it from a backup, or move it away to begin with an empty store (servers, approvals,"
          + " grants and keys made through the API are then gone).";

  private final Path file;

  Trouble(Path file) {
    this.file = file;
  }

  /** Wraps what the database threw; what is no trouble of the database passes as it is. */
  RuntimeException of(Throwable cause) {
    return switch (cause) {
      case StoreFailed known -> known;
      case TimeoutException _ -> failed("it did not answer in time; is the disk very slow?", cause);
      default -> {
        var code = codeOf(cause);
        if (code != null) {
          yield failed(words(code), cause);
        }
        yield cause instanceof RuntimeException bug ? bug : failed(cause.toString(), cause);
      }
    };
  }

  StoreFailed damaged(String what) {
    return new StoreFailed(
        "the store " + file + " cannot be used: it is damaged (" + what + "). " + RESTORE);
  }

  StoreFailed newer(int version, int known) {
    return new StoreFailed(
        "the store "
            + file
            + " was written by a newer Gatehouse (schema "
            + version
            + ", this one knows "
            + known
            + "). Run that version, or restore the store from a backup made before the upgrade.");
  }

  StoreFailed notUpgraded(RuntimeException cause) {
    return new StoreFailed(
        "the store "
            + file
            + " could not be brought to this version's schema, and was left as it was: "
            + cause.getMessage()
            + ". If it is not a store of Gatehouse, choose another \"data:\" directory.",
        cause);
  }

  private static @Nullable SQLiteErrorCode codeOf(Throwable thrown) {
    for (var cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLiteException sqlite) {
        return sqlite.getResultCode();
      }
      if (cause instanceof SQLException sql && sql.getErrorCode() != 0) {
        return SQLiteErrorCode.getErrorCode(sql.getErrorCode());
      }
    }
    return null;
  }

  private static String words(SQLiteErrorCode code) {
    return switch (code.code & 0xff) {
      case 5, 6 -> "another program holds it locked; close that program (a database browser?)";
      case 8, 14, 3, 23 ->
          "this user may not write it; look at the owner and mode of the file and its directory";
      case 10 -> "reading or writing failed; look at the disk";
      case 11, 26 -> "it is damaged. " + RESTORE;
      case 13 -> "the disk is full; make room";
      default -> code.name();
    };
  }

  private StoreFailed failed(String why, Throwable cause) {
    return new StoreFailed("the store " + file + " cannot be used: " + why, cause);
  }
}
