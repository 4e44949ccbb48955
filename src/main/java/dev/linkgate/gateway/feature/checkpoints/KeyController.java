package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.transparency.NoteKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The public keys, for everybody who checks a checkpoint. */
@RestController
@Tag(name = "Audit")
@SecurityRequirements
class KeyController {

    static final String EXAMPLE = "linkgate/9f2c4e6a8b0d1357+7a1cf2a3+AVd0mXyQ0bR4c7sN1sJkXo5b0m9eKq3sV2nT8uJ4yH6P";

    private final Checkpoints checkpoints;

    KeyController(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    @GetMapping(path = "/audit/public-key", produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
    @Operation(
            operationId = "getAuditPublicKey",
            summary = "The public keys that verify checkpoints",
            description =
                    "One a line, the current one first, as `<origin>+<key hash>+<base64>`: the verifier keys of C2SP"
                            + " signed-note. Retired keys stay, so that old checkpoints verify.")
    @ApiResponse(
            responseCode = "200",
            description = "The keys",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_PLAIN_VALUE,
                            schema = @Schema(type = "string"),
                            examples = @ExampleObject(name = "one key", value = EXAMPLE + "\n")))
    String publicKeys() {
        return checkpoints.publicKeys().stream().map(NoteKey::toString).collect(Collectors.joining("\n", "", "\n"));
    }
}
