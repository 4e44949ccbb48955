package dev.linkgate.gateway.drift.reconcile;

import dev.linkgate.Patience;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Compares the trail of a gateway with Atlas's events when a test says so. */
public final class ProjectChecks {

    private static final Duration YEAR = Duration.ofDays(365);

    private final Schedule schedule;
    private final ReconcileStore store;
    private final JdbcClient jdbc;

    public ProjectChecks(ApplicationContext gateway) {
        schedule = gateway.getBean(Schedule.class);
        store = gateway.getBean(ReconcileStore.class);
        jdbc = gateway.getBean(JdbcClient.class);
    }

    /** Keeps the gateway from checking a project by itself. It must not know the project yet. */
    public void onlyWhenAsked(ProjectId project) {
        store.enroll(project, Instant.now().plus(YEAR));
    }

    /** Checks a known project once, as if it were due. */
    public void check(ProjectId project) {
        schedule.tick(); // enrolls it
        setDue(project);
        Patience.until(() -> {
            schedule.tick();
            return dueAt(project) != 0;
        });
        Patience.until(schedule::isIdle);
    }

    /** Counts the open findings for the metric. */
    public void countFindings() {
        schedule.count();
    }

    private void setDue(ProjectId project) {
        jdbc.sql("UPDATE reconciliation SET next_at = 0 WHERE project_id = ?")
                .param(project.value())
                .update();
    }

    private long dueAt(ProjectId project) {
        return jdbc.sql("SELECT next_at FROM reconciliation WHERE project_id = ?")
                .param(project.value())
                .query(Long.class)
                .single();
    }
}
