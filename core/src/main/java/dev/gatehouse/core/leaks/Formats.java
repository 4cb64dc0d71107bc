package dev.gatehouse.core.leaks;

import java.util.List;
import java.util.stream.Stream;

/** All formats there are. Where two find the same stretch, the earlier one names it. */
final class Formats {
  static final List<Format> ALL =
      Stream.of(
              PlatformFormats.ALL,
              CloudFormats.ALL,
              ServiceFormats.ALL,
              KeyFormats.ALL,
              HeaderFormats.ALL,
              PasswordFormats.ALL)
          .flatMap(List::stream)
          .toList();

  private Formats() {}
}
