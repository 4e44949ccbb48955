package dev.linkgate.gateway.feature.auditing;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.vocabulary.Vocabulary;
import dev.linkgate.gateway.core.platform.web.DirectAnswer;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.read.TrailBase;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.read.Verification;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The whole trail, for the administrator. */
@RestController
@RequestMapping("/admin/audit")
@Tag(name = "Audit")
class AdminAuditController {

    private final Vocabulary vocabulary;
    private final AuditTrail trail;
    private final TrailReader reader;
    private final TrailBase base;
    private final TrailListing listing;
    private final TrailExport export;
    private final Verifications verifications;

    AdminAuditController(
            Vocabulary vocabulary,
            AuditTrail trail,
            TrailReader reader,
            TrailBase base,
            TrailListing listing,
            TrailExport export,
            Verifications verifications) {
        this.vocabulary = vocabulary;
        this.trail = trail;
        this.reader = reader;
        this.base = base;
        this.listing = listing;
        this.export = export;
        this.verifications = verifications;
    }

    /** Declares no media type, so that it, not the export, answers requests that accept anything. */
    @Operation(
            operationId = "listAudit",
            summary = "Audit records, newest first",
            description =
                    "With `Accept: application/x-ndjson` the answer is the whole selection, oldest first, one record"
                            + " a line; `after` then leaves out the records up to a sequence, and `limit` may be higher.")
    @Parameter(name = "projectId", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @AuditFilters
    @GetMapping
    Listing<AuditRecord> list(RequestContext context, HttpServletRequest request) {
        return listing.page(context, request, AuditQuery.of(vocabulary, request));
    }

    /** The OpenAPI document allows one operation for each path and method, so this is another answer of the list's. */
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                            schema = @Schema(implementation = AuditRecord.class)))
    @GetMapping(produces = MediaType.APPLICATION_NDJSON_VALUE)
    void export(RequestContext context, HttpServletRequest request, HttpServletResponse response) throws IOException {
        DirectAnswer.note(request);
        export.write(context, AuditQuery.ofExport(vocabulary, request), response);
    }

    @Operation(
            operationId = "verifyAudit",
            summary = "Check the hash chain from the first record to the last",
            description =
                    "The tree over the records, its signed checkpoints and the notes of archives are compared with"
                            + " them. With `from` the check begins behind the records of a checkpoint, whose signature stands for them.")
    @PostMapping("/verification")
    Verification verify(
            RequestContext context,
            @Parameter(description = "The size of a stored checkpoint") @RequestParam(required = false) @Nullable
                    Long from) {
        if (from != null && from < 1) {
            throw Failure.invalid("from", "must be the size of a checkpoint").toException();
        }
        return verifications.verify(context, from == null ? 0 : from);
    }

    @Operation(
            operationId = "getAuditVerification",
            summary = "Tell whether the hash chain holds, which is checked for this answer",
            description = "As `POST` does it, for tools that only read.")
    @GetMapping("/verification")
    Verification verification(
            RequestContext context,
            @Parameter(description = "The size of a stored checkpoint") @RequestParam(required = false) @Nullable
                    Long from) {
        return verify(context, from);
    }

    @Operation(
            operationId = "getLastVerification",
            summary = "When the whole trail was checked last, and whether it was as it was written",
            description = "One replica checks it once a day; a request for a check without `from` counts, too.")
    @Problems("not-found")
    @GetMapping("/verification/last")
    LastVerification lastVerification(RequestContext context) {
        return trail.read(
                context,
                AuditingWords.AUDIT_READ,
                Target.NONE,
                () -> verifications
                        .last(context)
                        .orElseThrow(() -> Failure.of(
                                        ProblemCode.NOT_FOUND,
                                        "The trail was never checked. The first check is a minute after its first record.")
                                .toException()));
    }

    @Operation(operationId = "getAuditRecord", summary = "One audit record, to check a receipt against")
    @Problems("not-found")
    @GetMapping("/records/{sequence}")
    AuditRecord record(RequestContext context, @PathVariable long sequence) {
        return trail.read(
                context,
                AuditingWords.AUDIT_READ,
                Target.of(AuditingWords.RECORD, String.valueOf(sequence)),
                () -> reader.find(sequence)
                        .orElseThrow(() -> Failure.of(ProblemCode.NOT_FOUND, missing(sequence))
                                .toException()));
    }

    private String missing(long sequence) {
        return base.fileOf(sequence)
                .map(file -> "Record " + sequence + " is in the archive " + file + ".")
                .orElse("The audit trail has no record " + sequence + ".");
    }
}
