package dev.gatehouse.store.sqlite;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.length;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;

import dev.gatehouse.core.inventory.InventoryStore;
import dev.gatehouse.core.inventory.StoredReport;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Reports of devices, one row each, and the one salt. No call depends on them, so no listener. */
final class SqliteInventoryStore implements InventoryStore {
  private static final Table<Record> REPORTS = table(name("inventory_reports"));
  private static final Table<Record> SALTS = table(name("inventory_salt"));
  private static final Field<String> DEVICE = field(name("device"), String.class);
  private static final Field<String> AT = field(name("received_at"), String.class);
  private static final Field<String> BY = field(name("sent_by"), String.class);
  private static final Field<String> DOCUMENT = field(name("document"), String.class);
  private static final Field<Integer> ONE = field(name("one"), Integer.class);
  private static final Field<byte[]> SALT = field(name("salt"), byte[].class);

  private final Supplier<Database> database;

  SqliteInventoryStore(Supplier<Database> database) {
    this.database = database;
  }

  @Override
  public boolean put(StoredReport report) {
    return database
        .get()
        .change(sql -> {
          var fits = fits(sql, report);
          if (fits) {
            sql.deleteFrom(REPORTS).where(DEVICE.eq(report.device())).execute();
            sql.insertInto(REPORTS, DEVICE, AT, BY, DOCUMENT)
                .values(report.device(), report.at().toString(), report.by(), report.document())
                .execute();
          }
          return new Database.Change<>(fits, false);
        });
  }

  private static boolean fits(DSLContext sql, StoredReport report) {
    var others =
        sql.select(count(), sum(length(DOCUMENT)))
            .from(REPORTS)
            .where(DEVICE.ne(report.device()))
            .fetchSingle();
    var characters = Optional.ofNullable(others.value2()).map(Number::longValue).orElse(0L);
    return others.value1() < MOST_DEVICES
        && characters + report.document().length() <= MOST_CHARACTERS;
  }

  @Override
  public boolean remove(String device) {
    return database
        .get()
        .change(sql ->
            new Database.Change<>(
                sql.deleteFrom(REPORTS).where(DEVICE.eq(device)).execute() > 0, false));
  }

  @Override
  public List<StoredReport> all() {
    return database
        .get()
        .read(sql ->
            sql.select(DEVICE, AT, BY, DOCUMENT)
                .from(REPORTS)
                .orderBy(DEVICE)
                .fetch(row ->
                    new StoredReport(
                        row.get(DEVICE),
                        Instant.parse(row.get(AT)),
                        row.get(BY),
                        row.get(DOCUMENT))));
  }

  @Override
  public byte[] salt() {
    return database
        .get()
        .change(sql -> {
          var fresh = new byte[SALT_BYTES];
          new SecureRandom().nextBytes(fresh);
          sql.insertInto(SALTS, ONE, SALT).values(1, fresh).onConflictDoNothing().execute();
          return new Database.Change<>(
              sql.select(SALT).from(SALTS).fetchSingle(row -> row.get(SALT)), false);
        });
  }
}
