package dev.linkgate.gateway.feature.declared;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the set-up as a declaration, and applies declarations that the administrator sends. */
@RestController
@Tag(name = "Administration")
class ConfigController {

    private static final String TEAM = """
            projects:
              5df264b8f10fab7d2cad2f0a: {name: payments}
            teams:
              payments:
                description: Takes the customers' money
                grants:
                  5df264b8f10fab7d2cad2f0a: editor
            """;

    private static final String CREDENTIAL = """
            credentials:
              payments-key:
                kind: digest
                publicKey: abcdefgh
                privateKey: {env: ATLAS_PAYMENTS_KEY}
            projects:
              5df264b8f10fab7d2cad2f0a: {name: payments, credential: payments-key}
            """;

    private final DeclarationReader reader;
    private final DeclaredSetup setup;

    ConfigController(DeclarationReader reader, DeclaredSetup setup) {
        this.reader = reader;
        this.setup = setup;
    }

    /**
     * The result of a declaration.
     *
     * @param changes those made, or those to make if it was a dry run, in their order
     * @param warnings what is left as it is, though it is declared otherwise, and the way out
     */
    record Applied(boolean dryRun, List<Difference> changes, List<String> warnings) {}

    @GetMapping(
            path = "/admin/config",
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE})
    @Operation(
            operationId = "getConfig",
            summary = "Get the set-up as a declaration",
            description =
                    "All that can be declared, in the form that `POST /admin/config` takes; applied to this gateway"
                            + " it changes nothing. A secret is `null`: as long as the rest stays the same, that stands for the"
                            + " stored one, and a gateway that has none names each one that must be given. Keys are no part"
                            + " of it.")
    @ApiResponse(
            responseCode = "200",
            description = "The set-up",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(type = "object")),
                @Content(mediaType = MediaType.APPLICATION_YAML_VALUE, schema = @Schema(type = "string"))
            })
    Map<String, Map<String, ?>> get(RequestContext context) {
        return setup.present(context);
    }

    @PostMapping(
            path = "/admin/config",
            consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_YAML_VALUE, "application/x-yaml"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "applyConfig",
            summary = "Declare teams, grants, projects, credentials, webhooks and administrators",
            description = "Makes what is declared and missing or different. What is not named stays, unless `prune` is"
                    + " true: then it is removed, if the section of its kind is given. Secrets are references:"
                    + " `{\"env\":\"ATLAS_…\"}`, a variable of the gateway's environment, or `{\"file\":\"…\"}`, a file in"
                    + " `linkgate.config.secrets-dir`; those of webhooks are `env:ATLAS_…` or `file:…`. Without one, the"
                    + " stored secret stays, if nothing else of a credential differs.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = MediaType.APPLICATION_YAML_VALUE,
                                        schema = @Schema(type = "string"),
                                        examples = {
                                            @ExampleObject(name = "A team with its project", value = TEAM),
                                            @ExampleObject(name = "A project with its credential", value = CREDENTIAL)
                                        }),
                                @Content(
                                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                                        schema = @Schema(type = "object"))
                            }))
    Applied apply(
            RequestContext context, @RequestParam(defaultValue = "false") boolean dryRun, HttpServletRequest request)
            throws IOException {
        byte[] text = request.getInputStream().readAllBytes(); // every request's body is limited
        MediaType type = MediaType.parseMediaType(request.getContentType());
        Declaration declaration =
                type.isCompatibleWith(MediaType.APPLICATION_JSON) ? reader.json(text) : reader.yaml(text);
        Plan plan = dryRun ? setup.dryRun(context, declaration) : setup.apply(context, declaration);
        return new Applied(dryRun, plan.changes(), plan.warnings());
    }
}
