package dev.linkgate.gateway.feature.drift.reconcile;

import dev.linkgate.gateway.core.access.project.VisibleProjects;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.platform.web.QueryParameters;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.audit.RequiredDatabase;
import dev.linkgate.gateway.feature.drift.DriftWords;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What happened past the gateway, for administrators. */
@RestController
@Tag(name = "Audit")
class ReconciliationController {

    private static final int OK = 200;

    /** The findings of one report. */
    private static final int MOST = 500;

    private final AuditTrail trail;
    private final ConsistentReads reads;
    private final ReconcileStore progresses;
    private final FindingStore findings;
    private final VisibleProjects projects;
    private final ReconcileLoop loop;
    private final InstantSource clock;

    ReconciliationController(
            AuditTrail trail,
            ConsistentReads reads,
            ReconcileStore progresses,
            FindingStore findings,
            VisibleProjects projects,
            ReconcileLoop loop,
            InstantSource clock) {
        this.trail = trail;
        this.reads = reads;
        this.progresses = progresses;
        this.findings = findings;
        this.projects = projects;
        this.loop = loop;
        this.clock = clock;
    }

    @Operation(
            operationId = "getAuditReconciliation",
            summary = "Compare the audit trail with Atlas's own events",
            description =
                    "A finding is an event of somebody else, or what appeared or vanished at Atlas without a write of the"
                            + " gateway. `from` and `to` select findings by their time. The newest 500 are shown.")
    @Parameter(name = "projectId", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "from", in = ParameterIn.QUERY, schema = @Schema(type = "string", format = "date-time"))
    @Parameter(name = "to", in = ParameterIn.QUERY, schema = @Schema(type = "string", format = "date-time"))
    @Problems("project-not-found")
    @GetMapping(path = "/admin/audit/reconciliation", produces = MediaType.APPLICATION_JSON_VALUE)
    ReconciliationReport report(RequestContext context, HttpServletRequest request) {
        FindingStore.Selection selection = selection(request);
        ProjectId project = selection.project();
        return trail.read(
                context,
                DriftWords.AUDIT_RECONCILE,
                project == null ? Target.NONE : Target.project(project),
                () -> reads.of(() -> report(selection)));
    }

    private ReconciliationReport report(FindingStore.Selection selection) {
        ProjectId project = selection.project();
        Set<ProjectId> known = projects.all();
        List<ReconcileStore.Progress> stored = progresses.progresses(project).stream()
                .filter(each -> known.contains(each.project()))
                .toList();
        if (project != null && !known.contains(project)) {
            throw Failure.of(ProblemCode.PROJECT_NOT_FOUND, "The gateway is not used for a project " + project + ".")
                    .toException();
        }
        // A role on a mistyped project does not hide how the others are.
        List<ProjectId> strangers = stored.stream()
                .filter(each -> each.state() == CheckState.PROJECT_UNKNOWN)
                .map(ReconcileStore.Progress::project)
                .toList();
        List<ReconcileStore.Progress> checked = strangers.size() == stored.size()
                ? stored
                : stored.stream()
                        .filter(each -> !strangers.contains(each.project()))
                        .toList();
        ReconcileStore.Progress worst = checked.stream()
                .max(Comparator.comparing(ReconcileStore.Progress::state))
                .orElse(null);
        FindingStore.Count count = findings.count(selection);
        List<ProjectMemory> memories = checked.stream()
                .flatMap(each -> Stream.ofNullable(each.memory()))
                .toList();
        return new ReconciliationReport(
                memories.stream()
                        .map(ProjectMemory::from)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                memories.size() < checked.size()
                        ? null
                        : memories.stream()
                                .flatMap(memory -> Stream.ofNullable(memory.until()))
                                .min(Comparator.naturalOrder())
                                .orElse(null),
                loop.isOff() ? CheckState.OFF : worst == null ? CheckState.NOT_YET : worst.state(),
                worst == null || worst.detail() == null
                        ? unknown(strangers)
                        : project == null ? worst.project() + ": " + worst.detail() : worst.detail(),
                memories.stream().mapToLong(ProjectMemory::matched).sum(),
                count.total(),
                count.open(),
                findings.newest(selection, MOST));
    }

    /**
     * How the trail and Atlas's events agree. A project that Atlas does not know counts only when it is asked for.
     *
     * @param checkedFrom since when all events were looked at; of several projects the latest
     * @param checkedUntil up to when; of several projects the earliest
     * @param state how the last check ended; of several projects the worst
     * @param detail why it did not succeed, or which projects Atlas does not know
     * @param matched the number of events since then that can be the gateway's own
     * @param total the number of findings in the selection
     * @param open the number of those that are not acknowledged
     * @param findings the newest of them first
     */
    record ReconciliationReport(
            @Nullable Instant checkedFrom,
            @Nullable Instant checkedUntil,
            @Schema(implementation = CheckState.class) CheckState state,
            @Nullable String detail,
            long matched,
            long total,
            long open,
            List<Finding> findings) {}

    private static @Nullable String unknown(List<ProjectId> strangers) {
        return strangers.isEmpty()
                ? null
                : "Not compared, because Atlas does not know it: " + strangers.getFirst()
                        + (strangers.size() == 1 ? "." : ", and " + (strangers.size() - 1) + " more.");
    }

    @Operation(
            operationId = "acknowledgeAuditFinding",
            summary = "Say that a finding is known",
            description = "With a sentence that says what it was, or what is done about it. It takes the place of an"
                    + " earlier one; the trail keeps who said so. The finding stays, and is not counted as open.")
    @Problems("not-found")
    @PostMapping(
            path = "/admin/audit/reconciliation/findings/{findingId}/acknowledgement",
            produces = MediaType.APPLICATION_JSON_VALUE)
    Finding acknowledge(
            RequestContext context, @PathVariable String findingId, @RequestBody Acknowledgement.Body body) {
        String comment = body.checked();
        Finding finding = RequiredDatabase.during(context, () -> findings.find(findingId))
                .orElseThrow(() -> Failure.of(ProblemCode.NOT_FOUND, "There is no finding '" + findingId + "'.")
                        .toException());
        return trail.write(context, DriftWords.AUDIT_ACKNOWLEDGE, Target.project(finding.projectId()), OK, intent -> {
            findings.acknowledge(finding, Acknowledgement.by(context.actor(), comment, clock.instant()));
            return findings.find(findingId).orElse(finding);
        });
    }

    private static FindingStore.Selection selection(HttpServletRequest request) {
        QueryParameters parameters = new QueryParameters(request);
        ProjectId project = parameters.project();
        Instant from = parameters.time("from");
        Instant to = parameters.time("to");
        if (from != null && to != null && to.isBefore(from)) {
            parameters.refuse("to", "must not be before from");
        }
        parameters.check();
        return new FindingStore.Selection(project, from, to);
    }
}
