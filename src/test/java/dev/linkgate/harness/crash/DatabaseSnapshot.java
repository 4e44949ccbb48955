package dev.linkgate.harness.crash;

import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The operations in the database right after a kill. */
final class DatabaseSnapshot {

    private static final long JUST_NOW_MICROS = 500_000;
    private static final int CLEARED_UP_TRIES = 100;
    private static final String SQLITE = "jdbc:sqlite:";

    private final TestDatabase database;
    private final String url;
    private final Path copy;

    /**
     * An operation that was under way, or had just ended.
     *
     * @param held whether a replica was at it, as opposed to it waiting to go on
     * @param link empty if it is about a project
     * @param endpoint empty if it is not about an endpoint
     */
    record Row(
            String id,
            String kind,
            String step,
            boolean ended,
            boolean held,
            ProjectId project,
            String link,
            String endpoint) {

        Optional<Boundary> boundary(HarnessAtlas atlas) {
            if (kind.equals("settle-outcome")) {
                return Optional.of(ended ? Boundary.SETTLE_ENDED : Boundary.SETTLE_ASKING);
            }
            if (ended) {
                return Optional.of(Boundary.REPLACE_ENDED);
            }
            Place place = new Place(project, new LinkId(link));
            boolean gone = Set.of("DELETING", "ABSENT").contains(atlas.endpoint(place, endpoint));
            boolean hasNewLink =
                    atlas.links(project).stream().anyMatch(found -> !found.id().equals(place.link()));
            return switch (step) {
                case "removing" ->
                    Optional.of(gone ? Boundary.REPLACE_REMOVING_DONE : Boundary.REPLACE_REMOVING_UNDONE);
                case "waiting-for-removal" -> Optional.of(Boundary.REPLACE_WAITING_FOR_REMOVAL);
                case "adding" -> Optional.of(gone ? Boundary.REPLACE_ADDING_UNDONE : Boundary.REPLACE_ADDING_DONE);
                case "waiting-for-connection" -> Optional.of(Boundary.REPLACE_WAITING_FOR_CONNECTION);
                case "creating-link" ->
                    Optional.of(
                            hasNewLink ? Boundary.REPLACE_CREATING_LINK_DONE : Boundary.REPLACE_CREATING_LINK_UNDONE);
                case "waiting-for-link" -> Optional.of(Boundary.REPLACE_WAITING_FOR_LINK);
                default -> Optional.empty();
            };
        }
    }

    /** @param copy where a copy of an SQLite database may lie, so that only the gateway itself repairs the original */
    DatabaseSnapshot(TestDatabase database, String url, Path copy) {
        this.database = database;
        this.url = url;
        this.copy = copy;
    }

    /** Takes a snapshot; of SQLite only while the gateway does not run. */
    List<Row> take(Instant killed) {
        long justNow = ChronoUnit.MICROS.between(Instant.EPOCH, killed) - JUST_NOW_MICROS;
        return open(database == TestDatabase.SQLITE ? SQLITE + copied() : url)
                .sql("SELECT o.id, o.kind, o.step, o.finished_at, o.project_id, o.link_id,"
                        + " o.interface_endpoint_id, t.picked FROM operation o"
                        + " LEFT JOIN scheduled_tasks t ON t.task_instance = o.id"
                        + " WHERE o.finished_at IS NULL OR o.finished_at > ?")
                .param(justNow)
                .query((columns, number) -> new Row(
                        columns.getString("id"),
                        columns.getString("kind"),
                        columns.getString("step"),
                        columns.getObject("finished_at") != null,
                        columns.getBoolean("picked"),
                        new ProjectId(columns.getString("project_id")),
                        Objects.requireNonNullElse(columns.getString("link_id"), ""),
                        Objects.requireNonNullElse(columns.getString("interface_endpoint_id"), "")))
                .list();
    }

    /** A killed replica's work is taken over when its lease has run out. Only when no kill comes any more. */
    void awaitNothingScheduled() {
        for (int i = 0; i < CLEARED_UP_TRIES && scheduled() > 0; i++) {
            Pace.rest(200);
        }
    }

    /** How many operations there were in all. */
    long operations() {
        return count("SELECT COUNT(*) FROM operation");
    }

    long unfinished() {
        return count("SELECT COUNT(*) FROM operation WHERE finished_at IS NULL");
    }

    /** How many operations still have to be gone on with. */
    long scheduled() {
        return count("SELECT COUNT(*) FROM scheduled_tasks WHERE task_name = 'operation'");
    }

    private long count(String sql) {
        return open(url).sql(sql).query(Long.class).single();
    }

    private static JdbcClient open(String url) {
        return JdbcClient.create(new DriverManagerDataSource(url));
    }

    private Path copied() {
        Path original = Path.of(url.substring(SQLITE.length()));
        try {
            for (String part : List.of("", "-wal")) {
                Path to = Path.of(copy + part);
                Files.deleteIfExists(to);
                Path from = Path.of(original + part);
                if (Files.exists(from)) {
                    Files.copy(from, to);
                }
            }
            Files.deleteIfExists(Path.of(copy + "-shm"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copy;
    }
}
