package dev.gatehouse.store.sqlite;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import dev.gatehouse.core.registry.Connection;
import dev.gatehouse.core.registry.Connection.CredentialUse;
import dev.gatehouse.core.registry.Connection.HttpTransport;
import dev.gatehouse.core.registry.Server.Sessions;
import dev.gatehouse.core.registry.ServerName;
import dev.gatehouse.core.registry.ServerStore;
import dev.gatehouse.core.registry.StoredServer;
import dev.gatehouse.protocol.Era;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Servers declared through the API, one row each. */
final class SqliteServerStore implements ServerStore {
  private static final Table<Record> SERVERS = table(name("servers"));
  private static final Field<String> NAME = field(name("name"), String.class);
  private static final Field<String> URL = field(name("url"), String.class);
  private static final Field<String> TRANSPORT = field(name("transport"), String.class);
  private static final Field<String> HEADER = field(name("credential_header"), String.class);
  private static final Field<String> SCHEME = field(name("credential_scheme"), String.class);
  private static final Field<String> REFERENCE = field(name("credential_reference"), String.class);
  private static final Field<String> ERA = field(name("era"), String.class);
  private static final Field<String> SESSIONS = field(name("sessions"), String.class);
  private static final Field<Long> DEADLINE = field(name("deadline_ms"), Long.class);
  private static final Field<Long> BELIEVE_PUBLIC = field(name("believe_public"), Long.class);
  private static final Field<String> CREATED_BY = field(name("created_by"), String.class);
  private static final Field<String> CREATED_AT = field(name("created_at"), String.class);
  private static final List<Field<?>> COLUMNS =
      List.of(
          NAME,
          URL,
          TRANSPORT,
          HEADER,
          SCHEME,
          REFERENCE,
          ERA,
          SESSIONS,
          DEADLINE,
          BELIEVE_PUBLIC,
          CREATED_BY,
          CREATED_AT);

  private final Supplier<Database> database;

  SqliteServerStore(Supplier<Database> database) {
    this.database = database;
  }

  @Override
  public void put(StoredServer server) {
    var values = row(server);
    database
        .get()
        .change(sql -> {
          var rows =
              sql.insertInto(SERVERS)
                  .set(NAME, server.name().text())
                  .set(values)
                  .onConflict(NAME)
                  .doUpdate()
                  .set(values)
                  .execute();
          return new Database.Change<>(rows, true);
        });
  }

  @Override
  public boolean remove(ServerName name) {
    return database
        .get()
        .change(sql -> {
          var found = sql.deleteFrom(SERVERS).where(NAME.eq(name.text())).execute() > 0;
          return new Database.Change<>(found, found);
        });
  }

  @Override
  public List<StoredServer> all() {
    return database
        .get()
        .read(sql ->
            sql.select(COLUMNS).from(SERVERS).orderBy(NAME).fetch(SqliteServerStore::server));
  }

  private static Map<Field<?>, @Nullable Object> row(StoredServer server) {
    var credential = server.connection().credential();
    var row =
        new TreeMap<Field<?>, @Nullable Object>(
            (one, other) -> one.getName().compareTo(other.getName()));
    row.put(URL, server.connection().url().toString());
    row.put(TRANSPORT, server.connection().transport().name());
    row.put(HEADER, credential.map(CredentialUse::header).orElse(null));
    row.put(SCHEME, credential.map(CredentialUse::scheme).orElse(null));
    row.put(REFERENCE, credential.map(CredentialUse::reference).orElse(null));
    row.put(ERA, server.era().map(Era::name).orElse(null));
    row.put(SESSIONS, server.sessions().name());
    row.put(DEADLINE, server.deadline().toMillis());
    row.put(BELIEVE_PUBLIC, server.isPublicBelieved() ? 1L : 0L);
    row.put(CREATED_BY, server.createdBy());
    row.put(CREATED_AT, server.at().toString());
    return row;
  }

  private static StoredServer server(Record row) {
    return new StoredServer(
        new ServerName(row.get(NAME)),
        new Connection.Http(
            URI.create(row.get(URL)), credential(row), HttpTransport.valueOf(row.get(TRANSPORT))),
        Optional.ofNullable(row.get(ERA)).map(Era::valueOf),
        Sessions.valueOf(row.get(SESSIONS)),
        Duration.ofMillis(row.get(DEADLINE)),
        row.get(BELIEVE_PUBLIC) == 1,
        row.get(CREATED_BY),
        Instant.parse(row.get(CREATED_AT)));
  }

  private static Optional<CredentialUse> credential(Record row) {
    return Optional.ofNullable(row.get(HEADER))
        .map(header -> new CredentialUse(header, row.get(SCHEME), row.get(REFERENCE)));
  }
}
