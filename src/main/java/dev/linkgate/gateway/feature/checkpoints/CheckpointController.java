package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.gateway.core.platform.encryption.GatewayKey;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.read.ScanExecutors;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.transparency.TreeHash;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The signed checkpoints, giving one up, and the rotation of their keys. */
@RestController
@RequestMapping("/admin/audit")
@Tag(name = "Audit")
class CheckpointController {

    private static final String EXAMPLE = """
            linkgate/0123456789abcdef
            1050753
            47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
            record-hash 999a6eefcfdce1128815ebe2c57851d2ab6c0615486da90cf72cbde7443fe5b5

            — linkgate/0123456789abcdef 3q2+7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==
            """;

    private final AuditTrail trail;
    private final ScanExecutors threads;
    private final Checkpoints checkpoints;

    CheckpointController(AuditTrail trail, ScanExecutors threads, Checkpoints checkpoints) {
        this.trail = trail;
        this.threads = threads;
        this.checkpoints = checkpoints;
    }

    @GetMapping(path = "/checkpoint", produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
    @Operation(
            operationId = "getAuditCheckpoint",
            summary = "Sign the trail as it is now",
            description =
                    "A signed note in the form of C2SP tlog-checkpoint: the origin, the number of records, the root"
                            + " of the Merkle tree of RFC 6962 over the records' hashes, the hash of the last record, and an Ed25519"
                            + " signature of the current key. Without new records it is the newest one again.")
    @ApiResponse(
            responseCode = "200",
            description = "The checkpoint",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_PLAIN_VALUE,
                            schema = @Schema(type = "string"),
                            examples = @ExampleObject(name = "checkpoint", value = EXAMPLE)))
    @Problems({})
    String checkpoint(RequestContext context) {
        return trail.read(
                context,
                CheckpointWords.AUDIT_PROVE,
                Target.NONE,
                () -> threads.begin(context, () -> checkpoints.newest().note()));
    }

    @GetMapping(path = "/checkpoints", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "listAuditCheckpoints", summary = "The checkpoints of the trail, newest first")
    @Problems({})
    Listing<StoredCheckpoint> checkpoints(RequestContext context, Page page) {
        return trail.read(context, CheckpointWords.AUDIT_PROVE, Target.NONE, () -> checkpoints.page(page));
    }

    @PostMapping(path = "/rollback-acceptance", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "acceptAuditRollback",
            summary = "Give up a checkpoint that the trail contradicts",
            description =
                    "For a database that was put back to an older state on purpose. Until then writes are refused."
                            + " The body names the checkpoint that the log and the refusals name. From then on the trail as it is"
                            + " now is signed; whoever holds the checkpoint can still show that it was another one.")
    @Problems({})
    StoredCheckpoint accept(RequestContext context, @RequestBody RollbackAcceptance body) {
        long size = body.checkedSize();
        TreeHash root = body.checkedRoot();
        return trail.write(
                context,
                Action.AUDIT_ACCEPT,
                Target.of(CheckpointWords.CHECKPOINT, String.valueOf(size)).changing(Change.of(body, null)),
                200,
                intent -> {
                    long asked = intent.receipt().sequence();
                    StoredCheckpoint accepted = threads.begin(context, () -> checkpoints.giveUp(size, root, asked));
                    intent.changed(body, accepted.givenUp());
                    return accepted;
                });
    }

    @PostMapping(path = "/key-rotation", produces = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            operationId = "rotateAuditKey",
            summary = "Make a new key that signs checkpoints",
            description =
                    "The keys until now are retired: they only verify, and their private halves are erased. Give the"
                            + " new one to those who check checkpoints.")
    @Problems({})
    CurrentAuditKey rotate(RequestContext context) {
        return trail.write(
                context,
                CheckpointWords.AUDIT_KEY_ROTATE,
                Target.of(Target.Kind.AUDIT_KEY, checkpoints.origin()),
                HttpStatus.CREATED.value(),
                intent -> {
                    GatewayKey made = checkpoints.rotateKey();
                    intent.isAbout(Target.of(Target.Kind.AUDIT_KEY, made.name()));
                    return new CurrentAuditKey(made.name(), made.createdAt());
                });
    }

    /**
     * Names the checkpoint that is given up.
     *
     * @param size its number of records
     * @param root base64
     */
    record RollbackAcceptance(@Nullable Long size, @Nullable String root) implements Recorded {

        @Override
        public Change.Values recorded() {
            return new Change.Values().with("root", root);
        }

        /** @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} if there is none */
        long checkedSize() {
            if (size == null || size < 0) {
                throw Failure.invalid("size", "must be the number of records of a checkpoint")
                        .toException();
            }
            return size;
        }

        /** @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} if it is no hash */
        TreeHash checkedRoot() {
            try {
                return TreeHash.ofBase64(Objects.requireNonNullElse(root, ""));
            } catch (IllegalArgumentException e) {
                throw Failure.invalid("root", "must be the root of a checkpoint, 32 bytes as base64")
                        .toException();
            }
        }
    }

    /**
     * The key that signs checkpoints.
     *
     * @param publicKey as {@code GET /audit/public-key} has it
     */
    record CurrentAuditKey(
            @Schema(example = KeyController.EXAMPLE) String publicKey, Instant createdAt) {}
}
