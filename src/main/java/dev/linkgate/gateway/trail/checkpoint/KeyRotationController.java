package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.request.Change;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.platform.web.Problems;
import dev.linkgate.gateway.trail.audit.AuditTrail;
import dev.linkgate.gateway.trail.record.Action;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The rotation of the keys, for administrators. */
@RestController
@Tag(name = "Audit administration")
class KeyRotationController {

    private final CheckpointKeys keys;
    private final AuditTrail audit;

    KeyRotationController(CheckpointKeys keys, AuditTrail audit) {
        this.keys = keys;
        this.audit = audit;
    }

    /** @param keys those that sign from now on, the newest first */
    record KeyRotation(List<KeyView> keys) {

        static KeyRotation of(List<CheckpointKeyRow> rows) {
            return new KeyRotation(rows.stream().map(KeyView::of).toList());
        }
    }

    @PostMapping(path = "/admin/audit/key-rotation", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            operationId = "rotateAuditKey",
            summary = "Make a new key that signs checkpoints",
            description = "The keys until now sign beside it for the overlap, 30 days if none is given, so that nobody"
                    + " needs the new key at once. After that they only verify, and their private halves are erased.")
    @Problems({})
    KeyRotation rotate(
            RequestContext context, @Valid @RequestBody(required = false) @Nullable KeyRotationRequest body) {
        Duration overlap = KeyRotationRequest.overlap(body);
        Change change = Change.to(() -> new Change.Values().with("overlap", overlap.toString()));
        return audit.write(
                context,
                Action.AUDIT_KEY_ROTATE,
                Target.of(Target.Kind.AUDIT_KEY, keys.origin()).changing(change),
                HttpStatus.CREATED.value(),
                intent -> {
                    List<CheckpointKeyRow> signing = keys.rotate(overlap);
                    String made = signing.getFirst().key().toString();
                    intent.isAbout(Target.of(Target.Kind.AUDIT_KEY, made).changing(change));
                    return KeyRotation.of(signing);
                });
    }

    /** The optional body of a rotation. */
    record KeyRotationRequest(
            @Min(value = 0, message = "must be from 0 to " + KeyRotationRequest.MAX_DAYS)
            @Max(value = KeyRotationRequest.MAX_DAYS, message = "must be from 0 to " + KeyRotationRequest.MAX_DAYS)
            @Schema(example = "30", defaultValue = "30")
            @Nullable
            Integer overlapDays) {

        static final int MAX_DAYS = 365;

        private static final int DEFAULT_DAYS = 30;

        /** @param request absent for the default */
        static Duration overlap(@Nullable KeyRotationRequest request) {
            return Duration.ofDays(
                    request == null || request.overlapDays() == null ? DEFAULT_DAYS : request.overlapDays());
        }
    }
}
