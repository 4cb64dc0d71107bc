package dev.gatehouse.store.sqlite;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.position;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.table;

import dev.gatehouse.core.artifacts.ArtifactKind;
import dev.gatehouse.core.artifacts.ArtifactQuery;
import dev.gatehouse.core.artifacts.ArtifactStore;
import dev.gatehouse.core.artifacts.ArtifactVersion;
import dev.gatehouse.core.artifacts.ReviewState;
import dev.gatehouse.core.artifacts.Status;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** Versions of artifacts, one row each. Its changes concern no call, so nobody is told of them. */
final class SqliteArtifactStore implements ArtifactStore {
  private static final Table<Record> VERSIONS = table(name("artifact_versions"));
  private static final Field<String> KIND = field(name("kind"), String.class);
  private static final Field<String> NAME = field(name("name"), String.class);
  private static final Field<String> VERSION = field(name("version"), String.class);
  private static final Field<String> SOURCE = field(name("source"), String.class);
  private static final Field<String> REVIEW = field(name("review"), String.class);
  private static final Field<String> STATUS = field(name("status"), String.class);
  private static final Field<String> MESSAGE = field(name("status_message"), String.class);
  private static final Field<Long> STATUS_AT = field(name("status_changed_at"), Long.class);
  private static final Field<Long> PUBLISHED_AT = field(name("published_at"), Long.class);
  private static final Field<Long> UPDATED_AT = field(name("updated_at"), Long.class);
  private static final Field<Integer> IS_LATEST = field(name("is_latest"), Integer.class);
  private static final Field<String> SEARCHED = field(name("searched"), String.class);
  private static final Field<String> DOCUMENT = field(name("document"), String.class);
  private static final List<Field<?>> COLUMNS =
      List.of(
          KIND,
          NAME,
          VERSION,
          SOURCE,
          REVIEW,
          STATUS,
          MESSAGE,
          STATUS_AT,
          PUBLISHED_AT,
          UPDATED_AT,
          IS_LATEST,
          SEARCHED,
          DOCUMENT);

  private final Supplier<Database> database;

  SqliteArtifactStore(Supplier<Database> database) {
    this.database = database;
  }

  @Override
  public <T> Map<String, T> change(
      ArtifactKind kind, Map<String, Function<List<ArtifactVersion>, Change<T>>> changes) {
    return database
        .get()
        .change(sql -> {
          var outcomes = new LinkedHashMap<String, T>();
          changes.forEach((name, change) -> {
            var made = change.apply(versions(sql, kind, name));
            made.written().forEach(version -> write(sql, version));
            outcomes.put(name, made.outcome());
          });
          return new Database.Change<>(outcomes, false);
        });
  }

  private static void write(DSLContext sql, ArtifactVersion version) {
    var values = values(version);
    sql.insertInto(VERSIONS)
        .set(KIND, version.kind().name())
        .set(NAME, version.name())
        .set(VERSION, version.version())
        .set(values)
        .onConflict(KIND, NAME, VERSION)
        .doUpdate()
        .set(values)
        .execute();
  }

  private static Map<Field<?>, @Nullable Object> values(ArtifactVersion version) {
    var values = new LinkedHashMap<Field<?>, @Nullable Object>();
    values.put(SOURCE, version.source());
    values.put(REVIEW, version.review().name());
    values.put(STATUS, version.status().name());
    values.put(MESSAGE, version.statusMessage().orElse(null));
    values.put(STATUS_AT, micros(version.statusChangedAt()));
    values.put(PUBLISHED_AT, micros(version.publishedAt()));
    values.put(UPDATED_AT, micros(version.updatedAt()));
    values.put(IS_LATEST, version.isLatest() ? 1 : 0);
    values.put(SEARCHED, version.searched());
    values.put(DOCUMENT, version.document());
    return values;
  }

  @Override
  public List<ArtifactVersion> versions(ArtifactKind kind, String name) {
    return database.get().read(sql -> versions(sql, kind, name));
  }

  private static List<ArtifactVersion> versions(DSLContext sql, ArtifactKind kind, String name) {
    return sql.select(COLUMNS)
        .from(VERSIONS)
        .where(KIND.eq(kind.name()), NAME.eq(name))
        .orderBy(PUBLISHED_AT.desc(), VERSION.desc())
        .fetch(SqliteArtifactStore::version);
  }

  @Override
  public Optional<ArtifactVersion> version(ArtifactKind kind, String name, String version) {
    return database
        .get()
        .read(sql ->
            sql.select(COLUMNS)
                .from(VERSIONS)
                .where(KIND.eq(kind.name()), NAME.eq(name), VERSION.eq(version))
                .fetchOptional(SqliteArtifactStore::version));
  }

  @Override
  public List<ArtifactVersion> list(ArtifactKind kind, ArtifactQuery query) {
    return database
        .get()
        .read(sql ->
            sql.select(COLUMNS)
                .from(VERSIONS)
                .where(KIND.eq(kind.name()), after(query), matches(query))
                .orderBy(NAME, VERSION)
                .limit(query.limit())
                .fetch(SqliteArtifactStore::version));
  }

  private static Condition after(ArtifactQuery query) {
    return query.afterName().isEmpty()
        ? noCondition()
        : row(NAME, VERSION).gt(query.afterName(), query.afterVersion());
  }

  private static Condition matches(ArtifactQuery query) {
    return REVIEW
        .in(query.reviews().stream().map(ReviewState::name).toList())
        .and(query.includeDeleted() ? noCondition() : STATUS.ne(Status.DELETED.name()))
        .and(query.text().isEmpty() ? noCondition() : position(SEARCHED, query.text()).gt(0))
        .and(query.updatedAfter().map(at -> UPDATED_AT.gt(micros(at))).orElse(noCondition()))
        .and(
            switch (query.which()) {
              case ArtifactQuery.Which.All() -> noCondition();
              case ArtifactQuery.Which.Latest() -> IS_LATEST.eq(inline(1));
              case ArtifactQuery.Which.Exactly(var version) -> VERSION.eq(version);
            });
  }

  @Override
  public long count(ArtifactKind kind) {
    return database.get().read(sql -> sql.fetchCount(VERSIONS, KIND.eq(kind.name())));
  }

  @Override
  public Optional<Instant> newestChange() {
    return database
        .get()
        .read(sql ->
            Optional.ofNullable(sql.select(max(UPDATED_AT)).from(VERSIONS).fetchOne(0, Long.class))
                .map(SqliteArtifactStore::moment));
  }

  private static ArtifactVersion version(Record row) {
    return new ArtifactVersion(
        ArtifactKind.valueOf(row.get(KIND)),
        row.get(NAME),
        row.get(VERSION),
        row.get(DOCUMENT),
        row.get(SEARCHED),
        row.get(SOURCE),
        ReviewState.valueOf(row.get(REVIEW)),
        Status.valueOf(row.get(STATUS)),
        Optional.ofNullable(row.get(MESSAGE)),
        moment(row.get(STATUS_AT)),
        moment(row.get(PUBLISHED_AT)),
        moment(row.get(UPDATED_AT)),
        row.get(IS_LATEST) == 1);
  }

  private static long micros(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }

  private static Instant moment(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
