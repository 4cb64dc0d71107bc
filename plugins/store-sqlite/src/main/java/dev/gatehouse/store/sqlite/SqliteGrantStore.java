package dev.gatehouse.store.sqlite;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.gatehouse.core.policy.GrantStore;
import dev.gatehouse.core.policy.StoredGrant;
import dev.gatehouse.core.registry.Primitive;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** Grants given through the API, one row each. */
final class SqliteGrantStore implements GrantStore {
  private static final Table<Record> GRANTS = table(name("grants"));
  private static final Field<Long> ID = field(name("id"), Long.class);
  private static final Field<String> ROLE = field(name("role"), String.class);
  private static final Field<String> PRIMITIVE = field(name("primitive"), String.class);
  private static final Field<String> GLOB = field(name("glob"), String.class);
  private static final Field<String> BY = field(name("given_by"), String.class);
  private static final Field<String> AT = field(name("given_at"), String.class);
  private static final List<Field<?>> COLUMNS = List.of(ID, ROLE, PRIMITIVE, GLOB, BY, AT);

  private final Supplier<Database> database;

  SqliteGrantStore(Supplier<Database> database) {
    this.database = database;
  }

  @Override
  public StoredGrant add(String role, Primitive primitive, String glob, String by, Instant at) {
    var wanted = new StoredGrant(0, role, primitive, glob, by, at);
    return database
        .get()
        .change(sql -> {
          var rows =
              sql.insertInto(GRANTS, ROLE, PRIMITIVE, GLOB, BY, AT)
                  .values(role, primitive.name(), glob, by, at.toString())
                  .onConflictDoNothing()
                  .execute();
          return new Database.Change<>(same(sql, wanted), rows > 0);
        });
  }

  @Override
  public boolean remove(long id) {
    return database
        .get()
        .change(sql -> {
          var found = sql.deleteFrom(GRANTS).where(ID.eq(id)).execute() > 0;
          return new Database.Change<>(found, found);
        });
  }

  @Override
  public List<StoredGrant> all() {
    return database
        .get()
        .read(sql -> sql.select(COLUMNS).from(GRANTS).orderBy(ID).fetch(SqliteGrantStore::grant));
  }

  private static StoredGrant same(DSLContext sql, StoredGrant wanted) {
    return sql.select(COLUMNS)
        .from(GRANTS)
        .where(ROLE.eq(wanted.role()))
        .and(PRIMITIVE.eq(wanted.primitive().name()))
        .and(GLOB.eq(wanted.glob()))
        .fetchSingle(SqliteGrantStore::grant);
  }

  private static StoredGrant grant(Record row) {
    return new StoredGrant(
        row.get(ID),
        row.get(ROLE),
        Primitive.valueOf(row.get(PRIMITIVE)),
        row.get(GLOB),
        row.get(BY),
        Instant.parse(row.get(AT)));
  }
}
