package dev.gatehouse.core.gateway;

import dev.gatehouse.core.identity.Caller;
import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The streams that stand open, each with the credential that opened it. What lets a stream begin is
 * asked again while it stands: when something changes and from time to time. A stream ends when its
 * credential does not prove the same caller any more, or the caller may not have it any more.
 * Thread-safe.
 */
final class OpenStreams {
  private static final System.Logger LOG = System.getLogger(OpenStreams.class.getName());
  private static final int MOST = 100_000;

  /**
   * How often in a row it may stay open whether the credential holds, a key fetch having failed.
   */
  private static final int MOST_UNDECIDED = 6;

  /** Whether a caller may have a stream. */
  interface Check {
    /**
     * Asks what was asked when the stream began.
     *
     * @throws Refused when the caller may not have it any more
     */
    void check(Caller caller, Snapshot now);
  }

  /** One stream; the handle by which it is taken off again. */
  final class Stream {
    private final Arrival arrival;
    private final String callerId;
    private final Check check;
    private final Consumer<Refusal> end;
    private int undecided;

    private Stream(Arrival arrival, String callerId, Check check, Consumer<Refusal> end) {
      this.arrival = arrival;
      this.callerId = callerId;
      this.check = check;
      this.end = end;
    }

    /** It has ended. */
    void over() {
      open.remove(this);
    }

    private synchronized void recheck(Snapshot now) {
      try {
        var caller = identity.apply(arrival);
        undecided = 0;
        if (!caller.id().equals(callerId)) {
          throw new Refused(
              new Refusal.Unauthenticated("the credential proves another caller now"));
        }
        check.check(caller, now);
      } catch (Refused refused) {
        var isUndecided = refused.refusal() instanceof Refusal.NotDecided;
        if ((!isUndecided || ++undecided >= MOST_UNDECIDED) && open.remove(this)) {
          end.accept(refused.refusal());
        }
      } catch (RuntimeException bug) {
        LOG.log(System.Logger.Level.ERROR, "a bug in checking the stream of " + arrival, bug);
      }
    }
  }

  private final Set<Stream> open = ConcurrentHashMap.newKeySet();
  private final Supplier<Snapshot> snapshot;
  private final Function<Arrival, Caller> identity;

  /**
   * @param identity who calls, proven by the credential as it counts now; may block
   */
  OpenStreams(Supplier<Snapshot> snapshot, Function<Arrival, Caller> identity) {
    this.snapshot = snapshot;
    this.identity = identity;
  }

  /**
   * Notes a stream that is about to begin.
   *
   * @param end ends it cleanly; told why
   * @throws Refused with NotDecided when too many are open
   */
  Stream begins(Visit visit, Check check, Consumer<Refusal> end) {
    if (open.size() >= MOST) {
      throw new Refused(
          new Refusal.NotDecided("too many streams are open", Duration.ofSeconds(30)));
    }
    return new Stream(visit.arrival(), visit.caller().id(), check, end);
  }

  /**
   * Notes that it stands. What has changed since its request came may have been missed by it, and
   * is asked again at once.
   */
  @SuppressWarnings("ReferenceEquality")
  void stands(Visit visit, Stream stream) {
    open.add(stream);
    var now = snapshot.get();
    if (now != visit.snapshot()) {
      Thread.ofVirtual().name("recheck").start(() -> stream.recheck(now));
    }
  }

  /** Ends what may not stand any more. Blocks where keys of an issuer must be fetched. */
  void recheck(Snapshot now) {
    open.forEach(stream -> stream.recheck(now));
  }
}
