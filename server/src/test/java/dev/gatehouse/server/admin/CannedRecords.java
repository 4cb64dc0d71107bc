package dev.gatehouse.server.admin;

import dev.gatehouse.server.http.Json;
import java.util.List;
import java.util.Optional;

/** Records that a test can know beforehand. */
final class CannedRecords implements AuditDesk {
  @Override
  public TailView tail(int limit, Optional<String> after) {
    return new TailView(
        List.of(
            new LineView(
                "r-7f3k2m",
                FakeGatehouse.NOW,
                "support-bot",
                "crm/update_ticket",
                "refused",
                Optional.of("condition"),
                Optional.of(0.4),
                Optional.of(limit + after.orElse("")))),
        "r-7f3k2m");
  }

  @Override
  public Optional<RecordView> show(String reference) {
    return reference.equals("r-7f3k2m")
        ? Optional.of(
            new RecordView(
                reference, "sealed", List.of(Json.MAPPER.readTree("{\"class_uid\":6003}"))))
        : Optional.empty();
  }

  @Override
  public VerifyView verify() {
    return new VerifyView(
        true, 12, 1_204_113, 3, Optional.empty(), Optional.empty(), "a1f3", 81, 900, List.of());
  }
}
