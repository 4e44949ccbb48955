package dev.linkgate.gateway.core.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.Patience;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteException;

/** SQLite's writers take turns. */
class WriterQueueTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    private final WriterQueue queue = new WriterQueue(LONG);
    private final WriterQueue impatient = new WriterQueue(Duration.ZERO);
    private final List<Connection> opened = new ArrayList<>();

    @BeforeEach
    void createTable() throws SQLException {
        insert(
                connect(queue),
                "CREATE TABLE written (id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER NOT NULL UNIQUE)");
    }

    @AfterEach
    void close() throws SQLException {
        for (Connection connection : opened) {
            connection.close();
        }
    }

    /** The ways to write that the product and its libraries use. */
    enum Way {
        UPDATE {
            @Override
            void write(Connection connection, int n) throws SQLException {
                insert(connection, insertion(n));
            }
        },
        EXECUTE {
            @Override
            void write(Connection connection, int n) throws SQLException {
                try (PreparedStatement statement = connection.prepareStatement(insertion(n))) {
                    statement.execute();
                }
            }
        },
        BATCH {
            @Override
            void write(Connection connection, int n) throws SQLException {
                try (PreparedStatement statement = connection.prepareStatement(insertion(n))) {
                    statement.addBatch();
                    statement.executeBatch();
                }
            }
        },
        TRANSACTION {
            @Override
            void write(Connection connection, int n) throws SQLException {
                connection.setAutoCommit(false);
                insert(connection, insertion(n));
                connection.commit();
                connection.setAutoCommit(true);
            }
        };

        abstract void write(Connection connection, int n) throws SQLException;
    }

    /** More of them than there are processors, each of which would be kept by a thread that waits inside SQLite. */
    @ParameterizedTest
    @EnumSource
    void writersTakeTurnsInTheOrderInWhichTheyAsk(Way way) throws Exception {
        List<Integer> numbers = IntStream.range(0, 4 * Runtime.getRuntime().availableProcessors())
                .boxed()
                .toList();
        Connection first = connect(queue);
        first.setAutoCommit(false);
        List<Thread> writers = new ArrayList<>();
        for (int n : numbers) {
            writers.add(waiting(way, n));
        }

        first.setAutoCommit(true);

        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(written()).isEqualTo(numbers);
    }

    @Test
    void readersDoNotWait() throws SQLException {
        Connection writer = connect(impatient);
        writer.setAutoCommit(false);
        insert(writer, insertion(1));

        assertThat(read(connect(impatient), PreparedStatement::executeQuery)).isEmpty();
        assertThat(read(connect(impatient), WriterQueueTest::executed)).isEmpty();
    }

    /** Executes a query in the way of db-scheduler. */
    private static ResultSet executed(PreparedStatement query) throws SQLException {
        query.execute();
        return query.getResultSet();
    }

    @Test
    void transactionLastsUntilAutoCommitIsOnAgain() throws SQLException {
        Connection connection = connect(impatient);
        connection.setAutoCommit(false);
        insert(connection, insertion(1));
        connection.commit();
        requireTurnOfAnother(connection);
        insert(connection, insertion(2));
        connection.rollback();
        requireTurnOfAnother(connection);
        connection.setAutoCommit(true);

        Way.UPDATE.write(connect(impatient), 3);

        assertThat(written()).containsExactly(1, 3);
    }

    @ParameterizedTest
    @EnumSource
    void failedWriteEndsTheTurn(Way way) throws SQLException {
        Connection failing = connect(impatient);
        Way.UPDATE.write(failing, 1);

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> way.write(failing, 1))
                .withMessageContaining("UNIQUE");
        failing.setAutoCommit(true);

        Way.UPDATE.write(connect(impatient), 2);
        assertThat(written()).containsExactly(1, 2);
    }

    @Test
    void closedConnectionEndsItsTurn() throws SQLException {
        Connection closed = connect(impatient);
        closed.setAutoCommit(false);
        insert(closed, insertion(1));
        closed.close();

        Way.UPDATE.write(connect(impatient), 2);

        assertThat(written()).containsExactly(2);
    }

    /** Another process, such as a shell, keeps the database locked. */
    @Test
    void transactionThatCannotBeginEndsItsTurn() throws SQLException {
        Connection foreign = connect(queue);
        foreign.setAutoCommit(false);

        assertThatExceptionOfType(SQLiteException.class)
                .isThrownBy(() -> connect(impatient).setAutoCommit(false))
                .withMessageContaining("SQLITE_BUSY");
        foreign.setAutoCommit(true);

        Way.TRANSACTION.write(connect(impatient), 1);
        assertThat(written()).containsExactly(1);
    }

    /** A request that is interrupted still has to release its locks. */
    @Test
    void interruptedWriterWritesNevertheless() throws Exception {
        Connection first = connect(queue);
        first.setAutoCommit(false);
        Thread interrupted = waiting(Way.UPDATE, 1);

        interrupted.interrupt();
        first.setAutoCommit(true);
        interrupted.join();
        Thread.currentThread().interrupt();
        Way.UPDATE.write(connect(queue), 2);

        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(written()).containsExactly(1, 2);
    }

    private void requireTurnOfAnother(Connection owner) throws SQLException {
        assertThat(owner.getAutoCommit()).isFalse();
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> Way.UPDATE.write(connect(impatient), 99))
                .withMessageContaining("took too long");
    }

    /** @return the thread of a writer that has its place in the queue; its failure is not of interest */
    private Thread waiting(Way way, int n) throws SQLException {
        Connection connection = connect(queue);
        Thread writer = Thread.ofVirtual()
                .uncaughtExceptionHandler((thread, e) -> {})
                .start(() -> {
                    try {
                        way.write(connection, n);
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
        Patience.until(() -> writer.getState() == Thread.State.TIMED_WAITING);
        return writer;
    }

    private Connection connect(WriterQueue with) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(0);
        Connection connection =
                new QueuedConnection("jdbc:sqlite:" + directory.resolve("linkgate.db"), config.toProperties(), with);
        opened.add(connection);
        return connection;
    }

    private List<Integer> written() throws SQLException {
        return read(connect(queue), PreparedStatement::executeQuery);
    }

    private interface Query {
        ResultSet rows(PreparedStatement statement) throws SQLException;
    }

    private static List<Integer> read(Connection connection, Query query) throws SQLException {
        List<Integer> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("SELECT n FROM written ORDER BY id");
                ResultSet rows = query.rows(statement)) {
            while (rows.next()) {
                found.add(rows.getInt(1));
            }
        }
        return found;
    }

    private static void insert(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }

    private static String insertion(int n) {
        return "INSERT INTO written (n) VALUES (" + n + ")";
    }
}
