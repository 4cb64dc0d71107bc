package dev.gatehouse.store.sqlite;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.gatehouse.core.registry.ApprovalDecision;
import dev.gatehouse.core.registry.ApprovalStore;
import dev.gatehouse.core.registry.DriftMode;
import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.core.registry.ServerName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Decisions about servers, one row each. */
final class SqliteApprovalStore implements ApprovalStore {
  private static final Table<Record> APPROVALS = table(name("approvals"));
  private static final Field<String> SERVER = field(name("server"), String.class);
  private static final Field<String> FINGERPRINT = field(name("fingerprint"), String.class);
  private static final Field<String> BY = field(name("decided_by"), String.class);
  private static final Field<String> AT = field(name("decided_at"), String.class);
  private static final Field<String> DRIFT = field(name("drift"), String.class);
  private static final List<Field<?>> COLUMNS = List.of(SERVER, FINGERPRINT, BY, AT, DRIFT);

  private final Supplier<Database> database;
  private final SqlitePinStore pins;

  SqliteApprovalStore(Supplier<Database> database, SqlitePinStore pins) {
    this.database = database;
    this.pins = pins;
  }

  @Override
  public void approve(ApprovalDecision decision, Optional<Pin> seen) {
    var drift = decision.drift().map(mode -> mode.name().toLowerCase(Locale.ROOT)).orElse(null);
    var at = decision.at().toString();
    var _ =
        pins.changing(sql -> {
          var rows =
              sql.insertInto(APPROVALS, SERVER, FINGERPRINT, BY, AT, DRIFT)
                  .values(
                      decision.server().text(), decision.fingerprint(), decision.by(), at, drift)
                  .onConflict(SERVER)
                  .doUpdate()
                  .set(FINGERPRINT, decision.fingerprint())
                  .set(BY, decision.by())
                  .set(AT, at)
                  .set(DRIFT, drift)
                  .execute();
          seen.ifPresentOrElse(
              pin -> pins.put(sql, pin), () -> pins.remove(sql, decision.server()));
          return new Database.Change<>(rows, true);
        });
  }

  @Override
  public boolean revoke(ServerName server) {
    return pins.changing(sql -> {
      var found = sql.deleteFrom(APPROVALS).where(SERVER.eq(server.text())).execute() > 0;
      if (found) {
        pins.remove(sql, server);
      }
      return new Database.Change<>(found, found);
    });
  }

  @Override
  public List<ApprovalDecision> all() {
    return database
        .get()
        .read(sql ->
            sql.select(COLUMNS)
                .from(APPROVALS)
                .orderBy(SERVER)
                .fetch(SqliteApprovalStore::decision));
  }

  private static ApprovalDecision decision(Record row) {
    return new ApprovalDecision(
        new ServerName(row.get(SERVER)),
        row.get(FINGERPRINT),
        row.get(BY),
        Instant.parse(row.get(AT)),
        Optional.ofNullable(row.get(DRIFT))
            .map(word -> DriftMode.valueOf(word.toUpperCase(Locale.ROOT))));
  }
}
