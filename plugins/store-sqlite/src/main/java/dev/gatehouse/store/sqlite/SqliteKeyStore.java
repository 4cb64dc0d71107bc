package dev.gatehouse.store.sqlite;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.gatehouse.core.identity.KeyStore;
import dev.gatehouse.core.identity.StoredKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** API keys, one row each; revoked ones stay. */
final class SqliteKeyStore implements KeyStore {
  private static final Table<Record> KEYS = table(name("keys"));
  private static final Field<String> ID = field(name("id"), String.class);
  private static final Field<String> NAME = field(name("name"), String.class);
  private static final Field<String> PREFIX = field(name("prefix"), String.class);
  private static final Field<String> HASH = field(name("hash"), String.class);
  private static final Field<String> ROLES = field(name("roles"), String.class);
  private static final Field<String> ATTRIBUTES = field(name("attributes"), String.class);
  private static final Field<String> CREATED = field(name("created_at"), String.class);
  private static final Field<String> EXPIRES = field(name("expires_at"), String.class);
  private static final Field<String> REVOKED = field(name("revoked_at"), String.class);
  private static final List<Field<?>> COLUMNS =
      List.of(ID, NAME, PREFIX, HASH, ROLES, ATTRIBUTES, CREATED, EXPIRES, REVOKED);

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_LONG_FOR_INTS).build();
  private static final TypeReference<Set<String>> NAMES = new TypeReference<>() {};
  private static final TypeReference<Map<String, Object>> FACTS = new TypeReference<>() {};

  private final Supplier<Database> database;

  SqliteKeyStore(Supplier<Database> database) {
    this.database = database;
  }

  @Override
  public void add(StoredKey key) {
    database
        .get()
        .change(sql -> {
          refuseTaken(sql, key);
          var rows =
              sql.insertInto(KEYS)
                  .set(ID, key.id())
                  .set(NAME, key.name())
                  .set(PREFIX, key.prefix())
                  .set(HASH, key.hash())
                  .set(ROLES, JSON.writeValueAsString(new TreeSet<>(key.roles())))
                  .set(ATTRIBUTES, JSON.writeValueAsString(key.attributes()))
                  .set(CREATED, key.created().toString())
                  .set(EXPIRES, text(key.expires()))
                  .set(REVOKED, text(key.revoked()))
                  .execute();
          return new Database.Change<>(rows, true);
        });
  }

  @Override
  public List<StoredKey> all() {
    // Sorted here: as texts, instants with and without a fraction stand in the wrong order.
    return database.get().read(SqliteKeyStore::keys).stream()
        .sorted(Comparator.comparing(StoredKey::created).thenComparing(StoredKey::id))
        .toList();
  }

  @Override
  public boolean revoke(String which, Instant when) {
    return database
        .get()
        .change(sql -> {
          var chosen = StoredKey.choose(keys(sql), which);
          chosen.ifPresent(key ->
              sql.update(KEYS).set(REVOKED, when.toString()).where(ID.eq(key.id())).execute());
          return new Database.Change<>(chosen.isPresent(), chosen.isPresent());
        });
  }

  private static void refuseTaken(DSLContext sql, StoredKey key) {
    if (sql.fetchExists(KEYS, ID.eq(key.id()).or(HASH.eq(key.hash())))) {
      throw new IllegalArgumentException("key " + key.id() + " is there already; make a new one");
    }
    if (sql.fetchExists(KEYS, NAME.eq(key.name()).and(REVOKED.isNull()))) {
      throw new IllegalArgumentException(
          "the name " + key.name() + " is taken; revoke that key first or choose another name");
    }
  }

  private static List<StoredKey> keys(DSLContext sql) {
    return sql.select(COLUMNS).from(KEYS).fetch(SqliteKeyStore::key);
  }

  private static StoredKey key(Record row) {
    return new StoredKey(
        row.get(ID),
        row.get(NAME),
        row.get(PREFIX),
        row.get(HASH),
        JSON.readValue(row.get(ROLES), NAMES),
        Instant.parse(row.get(CREATED)),
        instant(row.get(EXPIRES)),
        instant(row.get(REVOKED)),
        JSON.readValue(row.get(ATTRIBUTES), FACTS));
  }

  private static Optional<Instant> instant(@Nullable String text) {
    return Optional.ofNullable(text).map(Instant::parse);
  }

  private static @Nullable String text(Optional<Instant> instant) {
    return instant.map(Instant::toString).orElse(null);
  }
}
