package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database that does not answer the questions about one table, for as long as the test likes. */
@Tag("harness")
class SilentTableTest {

    @Test
    void aRowThatCannotBeReadHoldsNobodyUp() throws SQLException {
        try (Gateway gateway = Gateway.start(TestDatabase.POSTGRESQL, "linkgate.audit.timeout=2s")) {
            Scene scene = Scene.in(gateway);
            Caller editor = scene.editor();
            String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
            scene.hasEndpoint(EndpointStatus.AVAILABLE);

            try (Connection silence = silence(gateway, "endpoint")) {
                assertThat(editor.get(scene.endpoint(id))).isProblem("audit-unavailable");
                assertThat(editor.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                        .isProblem("audit-unavailable");
                silence.rollback();
            }
            try (Connection silence = silence(gateway, "link_lock")) {
                assertThat(editor.delete(scene.endpoint(id))).isProblem("audit-unavailable");
                silence.rollback();
            }
            assertThat(scene.writes()).isEmpty();
        }
    }

    @Test
    void whatAtlasHasCarriedOutIsDone() throws SQLException {
        try (Gateway gateway = Gateway.start(TestDatabase.POSTGRESQL, "linkgate.audit.timeout=2s")) {
            Scene scene = Scene.in(gateway);
            Caller editor = scene.editor();
            String id = scene.hasEndpoint(EndpointStatus.AVAILABLE);
            scene.hasEndpoint(EndpointStatus.AVAILABLE);
            CompletableFuture<Void> release = new CompletableFuture<>();
            gateway.atlas().faults().next("DELETE", id, Fault.hold(release));
            CompletableFuture<Answer> answer =
                    CompletableFuture.supplyAsync(() -> editor.delete(scene.endpoint(id)), Thread.ofPlatform()::start);
            Patience.until(() -> release.getNumberOfDependents() > 0);

            try (Connection silence = silence(gateway, "endpoint")) {
                release.complete(null);

                assertThat(answer.join()).hasStatus(202).has("/connectionStatus", "DELETING");
                silence.rollback();
            }
            assertThat(scene.writes()).hasSize(1);
        }
    }

    /** No question about the table is answered until the connection rolls back. */
    private static Connection silence(Gateway gateway, String table) throws SQLException {
        Connection connection = gateway.dataSource().getConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
            statement.execute("SET LOCAL lock_timeout = 0");
            statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
        }
        return connection;
    }
}
