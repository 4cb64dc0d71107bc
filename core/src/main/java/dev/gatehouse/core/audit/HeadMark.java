package dev.gatehouse.core.audit;

/** Names one head: its number and its hash. Number 0 with a hash of zeros is before the first. */
record HeadMark(long number, byte[] hash) {
  static final HeadMark NONE = new HeadMark(0, new byte[RecordLayout.HASH]);
}
