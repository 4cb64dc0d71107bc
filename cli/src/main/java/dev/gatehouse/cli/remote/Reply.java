package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Plain;
import java.util.Optional;

/**
 * What a change came to.
 *
 * @param facts what is there now; empty for what is gone
 * @param record the reference under which it was recorded
 */
public record Reply(Optional<Facts> facts, Optional<String> record) {
  public Reply {
    record = record.map(Plain::text);
  }
}
