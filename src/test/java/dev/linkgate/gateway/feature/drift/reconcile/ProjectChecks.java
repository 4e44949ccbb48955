package dev.linkgate.gateway.feature.drift.reconcile;

import dev.linkgate.gateway.feature.tasks.TaskLeases;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares the trail of a gateway with Atlas's events when a test says so. */
public final class ProjectChecks {

    private static final Duration YEAR = Duration.ofDays(365);

    private final ReconcileLoop loop;
    private final ReconcileStore store;
    private final JdbcClient jdbc;

    public ProjectChecks(ApplicationContext gateway) {
        loop = gateway.getBean(ReconcileLoop.class);
        store = gateway.getBean(ReconcileStore.class);
        jdbc = gateway.getBean(JdbcClient.class);
    }

    /** Keeps the gateway from checking a project by itself. It must not know the project yet. */
    public void onlyWhenAsked(ProjectId project) {
        store.enroll(project, Instant.now().plus(YEAR));
    }

    /** Checks a known project once, as if it were due. */
    public void check(ProjectId project) {
        look(); // enrolls it
        jdbc.sql("UPDATE reconciliation SET next_at = 0 WHERE project_id = ?")
                .param(project.value())
                .update();
        look();
    }

    private void look() {
        try {
            loop.run(TaskLeases.HELD);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Counts the open findings for the metric. */
    public void countFindings() {
        loop.count();
    }
}
