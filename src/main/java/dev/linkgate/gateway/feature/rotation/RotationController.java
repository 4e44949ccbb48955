package dev.linkgate.gateway.feature.rotation;

import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.key.ShownKey;
import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Lets teams replace the key that they use. */
@RestController
@RequestMapping(path = "/keys/rotation", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Keys")
class RotationController {

    private static final Duration MAX_OVERLAP = Duration.ofHours(24);
    private static final Duration OVERLAP = Duration.ofHours(1);

    private final Rotations rotations;
    private final AuditTrail trail;

    RotationController(Rotations rotations, AuditTrail trail) {
        this.rotations = rotations;
        this.trail = trail;
    }

    /** @param overlap a duration of ISO 8601 */
    record RotationRequest(
            @Schema(example = "PT1H") @Nullable String overlap) {

        /** @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} */
        Duration duration() {
            try {
                Duration duration = overlap == null ? OVERLAP : Duration.parse(overlap);
                if (!duration.isNegative() && duration.compareTo(MAX_OVERLAP) <= 0) {
                    return duration;
                }
            } catch (DateTimeParseException e) {
                // is as wrong as a bad one
            }
            throw Failure.invalid("overlap", "must be an ISO 8601 duration from PT0S to PT24H, such as PT1H")
                    .toException();
        }
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            operationId = "rotateKey",
            summary = "Replace the key that you use; only this answer shows the new one",
            description =
                    "Makes a key with the same label, bindings and digest, and with as long a life, if it has an end, and no"
                            + " longer one than keys may have. The calling key ends after the overlap, an hour unless the body"
                            + " says otherwise, and not later than before. It cannot be rotated again. The key that the calling"
                            + " one has replaced itself ends at once. For keys of teams only.")
    @Problems("key-rotated")
    ResponseEntity<ShownKey> rotate(
            RequestContext context, @RequestBody(required = false) @Nullable RotationRequest body) {
        Duration overlap =
                Objects.requireNonNullElse(body, new RotationRequest(null)).duration();
        Rotations.Rotation rotation =
                trail.write(context, Action.KEY_ROTATE, Target.of(Target.Kind.KEY, keyId(context)), 201, intent -> {
                    Rotations.Rotation made = rotations.rotate(
                            owner(context),
                            keyId(context),
                            overlap,
                            intent.receipt().sequence());
                    intent.changed(made.before(), made);
                    return made;
                });
        return ResponseEntity.status(HttpStatus.CREATED).body(ShownKey.of(rotation.made(), rotation.replaced()));
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            operationId = "takeBackRotation",
            summary = "Take back the rotation of the key that you use, if its answer was lost",
            description =
                    "Revokes the new key, as long as nobody has used it, and gives the calling key the end that it had"
                            + " before. It can be rotated again then.")
    @Problems({"not-found", "key-rotated"})
    ResponseEntity<Void> takeBack(RequestContext context) {
        String revoked = rotations.successor(keyId(context)).orElseGet(() -> keyId(context));
        return trail.write(context, Action.KEY_REVOKE, Target.of(Target.Kind.KEY, revoked), 204, intent -> {
            StoredKey taken = rotations.takeBack(context, owner(context), keyId(context));
            intent.isAbout(Target.of(Target.Kind.KEY, taken.id()).changing(Change.of(taken, null)));
            return ResponseEntity.noContent().build();
        });
    }

    /** The route needs a team's key. */
    private static Principal owner(RequestContext context) {
        return Principal.team(Objects.requireNonNull(context.actor().team()));
    }

    private static String keyId(RequestContext context) {
        return Objects.requireNonNull(context.actor().keyId());
    }
}
