package dev.gatehouse.store.sqlite;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.gatehouse.core.registry.Pin;
import dev.gatehouse.core.registry.PinStore;
import dev.gatehouse.core.registry.ServerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Pins, a row for each and one for each of their items. They can be megabytes, and are read
 * whenever anything changes, so they are kept in memory until a pin changes: nobody else writes the
 * file.
 */
final class SqlitePinStore implements PinStore {
  private static final Table<Record> PINS = table(name("pins"));
  private static final Table<Record> ITEMS = table(name("pinned_items"));
  private static final Field<String> SERVER = field(name("server"), String.class);
  private static final Field<String> FINGERPRINT = field(name("fingerprint"), String.class);
  private static final Field<String> BY = field(name("pinned_by"), String.class);
  private static final Field<String> AT = field(name("pinned_at"), String.class);
  private static final Field<String> KIND = field(name("kind"), String.class);
  private static final Field<String> NAME = field(name("name"), String.class);
  private static final Field<String> HASH = field(name("hash"), String.class);
  private static final Field<byte[]> DEFINITION = field(name("definition"), byte[].class);

  /** All pins as they were after so many changes. */
  private record Known(long changes, List<Pin> pins) {}

  private final Supplier<Database> database;
  private final AtomicLong changes = new AtomicLong();
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile @Nullable Known known;

  SqlitePinStore(Supplier<Database> database) {
    this.database = database;
  }

  /** Runs a change of pins; what is read until it is over, listeners included, is not kept. */
  <T> T changing(Function<DSLContext, Database.Change<T>> change) {
    underWay.incrementAndGet();
    try {
      return database.get().change(change);
    } finally {
      changes.incrementAndGet();
      underWay.decrementAndGet();
    }
  }

  @Override
  public boolean pinFirst(Pin pin) {
    return changing(sql -> {
      var there =
          sql.select(FINGERPRINT)
              .from(PINS)
              .where(SERVER.eq(pin.server().text()))
              .fetchOptional(FINGERPRINT);
      var isFirst = there.filter(pin.fingerprint()::equals).isEmpty();
      if (isFirst) {
        put(sql, pin);
      }
      return new Database.Change<>(isFirst, isFirst);
    });
  }

  /** Keeps the pin in place of an earlier one, within a transaction. */
  void put(DSLContext sql, Pin pin) {
    remove(sql, pin.server());
    var server = pin.server().text();
    sql.insertInto(PINS, SERVER, FINGERPRINT, BY, AT)
        .values(server, pin.fingerprint(), pin.by(), pin.at().toString())
        .execute();
    for (var item : pin.items()) {
      sql.insertInto(ITEMS, SERVER, KIND, NAME, HASH, DEFINITION)
          .values(server, word(item.kind()), item.name(), item.hash(), item.definition())
          .execute();
    }
  }

  /** Forgets the pin of a server, within a transaction. */
  void remove(DSLContext sql, ServerName server) {
    sql.deleteFrom(PINS).where(SERVER.eq(server.text())).execute();
  }

  @Override
  public List<Pin> all() {
    var isQuiet = underWay.get() == 0;
    var now = changes.get();
    var last = known;
    if (isQuiet && last != null && last.changes == now) {
      return last.pins;
    }
    var pins = database.get().read(SqlitePinStore::read);
    if (isQuiet && underWay.get() == 0 && changes.get() == now) {
      known = new Known(now, pins);
    }
    return pins;
  }

  private static List<Pin> read(DSLContext sql) {
    var items = new HashMap<String, List<Pin.Item>>();
    sql.select(SERVER, KIND, NAME, HASH, DEFINITION)
        .from(ITEMS)
        .forEach(
            row -> items.computeIfAbsent(row.get(SERVER), _ -> new ArrayList<>()).add(item(row)));
    return sql.select(SERVER, FINGERPRINT, BY, AT).from(PINS).orderBy(SERVER).fetch().stream()
        .map(row ->
            new Pin(
                new ServerName(row.get(SERVER)),
                row.get(FINGERPRINT),
                items.getOrDefault(row.get(SERVER), List.of()),
                row.get(BY),
                Instant.parse(row.get(AT))))
        .toList();
  }

  private static Pin.Item item(Record row) {
    var kind = Pin.Kind.valueOf(row.get(KIND).toUpperCase(Locale.ROOT));
    return new Pin.Item(kind, row.get(NAME), row.get(HASH), row.get(DEFINITION));
  }

  private static String word(Pin.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
