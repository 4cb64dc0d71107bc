package dev.gatehouse.core.audit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers in the journal's files: little-endian. */
final class LittleEndian {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  static int readInt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static long readLong(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  static void write(int value, byte[] bytes, int at) {
    INT.set(bytes, at, value);
  }

  static void write(long value, byte[] bytes, int at) {
    LONG.set(bytes, at, value);
  }
}
