package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.platform.web.Problems;
import dev.linkgate.gateway.trail.audit.AuditTrail;
import dev.linkgate.gateway.trail.checkpoint.TreeProofs.ConsistencyAnswer;
import dev.linkgate.gateway.trail.checkpoint.TreeProofs.InclusionAnswer;
import dev.linkgate.gateway.trail.read.ScanExecutors;
import dev.linkgate.gateway.trail.read.TrailBase;
import dev.linkgate.gateway.trail.read.TrailReader;
import dev.linkgate.gateway.trail.record.Action;
import dev.linkgate.gateway.trail.record.Entry;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Proofs from the tree: of any record for administrators, of a project's own for its teams. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class ProofController {

    private final AuditTrail trail;
    private final ScanExecutors threads;
    private final TrailReader records;
    private final TrailBase base;
    private final TreeProofs proofs;

    ProofController(AuditTrail trail, ScanExecutors threads, TrailReader records, TrailBase base, TreeProofs proofs) {
        this.trail = trail;
        this.threads = threads;
        this.records = records;
        this.base = base;
        this.proofs = proofs;
    }

    @Tag(name = "Audit administration")
    @GetMapping("/admin/audit/proofs/inclusion")
    @Operation(
            operationId = "proveAuditInclusion",
            summary = "Prove that a record is in the trail of a checkpoint",
            description =
                    "An inclusion proof of RFC 6962. With a receipt it shows years later, without the trail, that the"
                            + " record was there.")
    @Problems({})
    InclusionAnswer inclusion(
            RequestContext context, @RequestParam long sequence, @RequestParam(required = false) @Nullable Long size) {
        return trail.read(
                context,
                Action.AUDIT_PROVE,
                Target.of(Target.Kind.RECORD, String.valueOf(sequence)),
                () -> threads.begin(context, () -> proofs.inclusion(sequence, size)));
    }

    @Tag(name = "Audit administration")
    @GetMapping("/admin/audit/proofs/consistency")
    @Operation(
            operationId = "proveAuditConsistency",
            summary = "Prove that the trail of a checkpoint begins with that of an older one",
            description = "A consistency proof of RFC 6962.")
    @Problems({})
    ConsistencyAnswer consistency(
            RequestContext context, @RequestParam long from, @RequestParam(required = false) @Nullable Long to) {
        return trail.read(
                context,
                Action.AUDIT_PROVE,
                Target.NONE,
                () -> threads.begin(context, () -> proofs.consistency(from, to)));
    }

    @Tag(name = "Audit")
    @GetMapping("/projects/{projectId}/audit/records/{sequence}/proof")
    @Operation(
            operationId = "proveProjectAuditRecord",
            summary = "Prove that a record of a project is in the trail of a checkpoint",
            description =
                    "An inclusion proof of RFC 6962. With a receipt it shows years later, without the gateway, that"
                            + " the record was there.")
    @Problems(ProblemCode.NOT_FOUND)
    InclusionAnswer ofProject(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @PathVariable long sequence,
            @RequestParam(required = false) @Nullable Long size) {
        return trail.read(
                context,
                Action.AUDIT_PROVE,
                Target.project(projectId).about(Target.Kind.RECORD, String.valueOf(sequence)),
                () -> threads.begin(context, () -> {
                    if (records.find(sequence)
                            .filter(record -> isShownTo(projectId, record.entry()))
                            .isEmpty()) {
                        throw Failure.of(ProblemCode.NOT_FOUND, missing(sequence))
                                .toException();
                    }
                    return proofs.inclusion(sequence, size);
                }));
    }

    private static boolean isShownTo(ProjectId project, Entry record) {
        return project.value().equals(record.subject().projectId())
                && !record.origin().actor().kind().equals(Actor.Kind.ANONYMOUS.word());
    }

    /** Of an archived record it is not known here whose it is. */
    private String missing(long sequence) {
        return base.fileOf(sequence)
                .map(file ->
                        "Record " + sequence + " is in the archive " + file + ". The platform team can have it proven.")
                .orElse("The trail of the project has no record " + sequence + ".");
    }
}
