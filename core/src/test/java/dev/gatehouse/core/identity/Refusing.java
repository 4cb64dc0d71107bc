package dev.gatehouse.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.core.refusal.Refusal;
import dev.gatehouse.core.refusal.Refused;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a refused call left for the record. */
final class Refusing {
  private Refusing() {}

  static Refusal refusalOf(ThrowingCallable call) {
    var refused = catchThrowableOfType(Refused.class, call);
    assertThat(refused).as("a refusal").isNotNull();
    return refused.refusal();
  }

  /** The reason of a call that was answered with 401. */
  static String reasonOf(ThrowingCallable call) {
    var refusal = refusalOf(call);
    assertThat(refusal).isInstanceOf(Refusal.Unauthenticated.class);
    return ((Refusal.Unauthenticated) refusal).reason();
  }
}
