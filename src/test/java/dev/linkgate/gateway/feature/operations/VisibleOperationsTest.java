package dev.linkgate.gateway.feature.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.app.Gateway;
import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.datasource.AbstractDataSource;

class VisibleOperationsTest {

    private static final class Away extends AbstractDataSource {
        @Override
        public Connection getConnection() throws SQLException {
            throw new SQLException("the database is away", "08001");
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }
    }

    @Test
    void whileTheDatabaseIsAwayAnOperationCanBeAskedForAgain() {
        ApplicationContext gateway = Gateway.shared().context();
        Operations operations = new TestOperations(new Away(), new ManualClock()).operations();
        VisibleOperations visible = new VisibleOperations(
                operations, gateway.getBean(AccessPolicy.class), gateway.getBean(AuditTrail.class));

        assertThatExceptionOfType(LinkgateException.class)
                .isThrownBy(() -> visible.find(RequestContext.system("req-1"), "op_" + "0".repeat(32)))
                .satisfies(e -> {
                    assertThat(e.failure().code()).isEqualTo(ProblemCode.AUDIT_UNAVAILABLE);
                    assertThat(e.failure().retryable()).isTrue();
                });
    }
}
