package dev.gatehouse.store.sqlite;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.gatehouse.core.registry.ApprovalDecision;
import dev.gatehouse.core.registry.ApprovalStore;
import dev.gatehouse.core.registry.ServerName;
import java.time.Instant;
import java.util.List;
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
  private static final List<Field<?>> COLUMNS = List.of(SERVER, FINGERPRINT, BY, AT);

  private final Supplier<Database> database;

  SqliteApprovalStore(Supplier<Database> database) {
    this.database = database;
  }

  @Override
  public void approve(ApprovalDecision decision) {
    var at = decision.at().toString();
    database
        .get()
        .change(sql -> {
          var rows =
              sql.insertInto(APPROVALS, SERVER, FINGERPRINT, BY, AT)
                  .values(decision.server().text(), decision.fingerprint(), decision.by(), at)
                  .onConflict(SERVER)
                  .doUpdate()
                  .set(FINGERPRINT, decision.fingerprint())
                  .set(BY, decision.by())
                  .set(AT, at)
                  .execute();
          return new Database.Change<>(rows, true);
        });
  }

  @Override
  public boolean revoke(ServerName server) {
    return database
        .get()
        .change(sql -> {
          var found = sql.deleteFrom(APPROVALS).where(SERVER.eq(server.text())).execute() > 0;
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
        Instant.parse(row.get(AT)));
  }
}
