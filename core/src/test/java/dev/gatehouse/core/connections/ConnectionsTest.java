package dev.gatehouse.core.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gatehouse.core.gateway.ScriptedServer;
import dev.gatehouse.core.refusal.Refused;
import dev.gatehouse.core.upstream.Upstream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** One line to each server, and a bound on processes. */
class ConnectionsTest {
  private final ScriptedServer pipe = ScriptedServer.legacy("pipe").overPipes();
  private final Queue<Upstream> opened = new ArrayDeque<>();
  private boolean isBroken;
  private final Connections connections =
      new Connections(
          (_, _) -> {
            if (isBroken) {
              throw new IllegalStateException("no more files");
            }
            var upstream = ScriptedServer.legacy("pipe");
            opened.add(upstream);
            return upstream;
          },
          () -> 0,
          1);

  @Test
  void isTheSameLineWhileTheServerIsReachedTheSameWay() {
    assertThat(connections.to(pipe.declared())).isSameAs(connections.to(pipe.declared()));
    var moved = ScriptedServer.legacy("pipe").declared();
    var line = connections.to(pipe.declared());

    assertThat(connections.to(moved)).isNotSameAs(line);
    assertThat(opened).first().extracting(it -> ((ScriptedServer) it).isClosed()).isEqualTo(true);
  }

  @Test
  void startsNoMoreProcessesThanItMay() {
    var line = connections.to(pipe.declared());
    var first = line.acquire();
    assertThatExceptionOfType(Refused.class).isThrownBy(line::acquire);
    line.release(first);

    assertThat(line.acquire()).isNotNull();
  }

  @Test
  void countsNoProcessThatCouldNotBeOpened() {
    var line = connections.to(pipe.declared());
    isBroken = true;
    assertThatIllegalStateException().isThrownBy(line::acquire);
    isBroken = false;

    assertThat(line.acquire()).isNotNull();
  }

  @Test
  void closesTheLinesOfServersThatAreGone() {
    connections.to(pipe.declared());
    connections.retain(List.of());

    assertThat(opened).extracting(it -> ((ScriptedServer) it).isClosed()).containsExactly(true);
  }
}
