package dev.linkgate.gateway.feature.regional;

import dev.linkgate.gateway.core.endpoints.provisioning.DryRun;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The regional mode of a project. */
@RestController
@RequestMapping(path = "/projects/{projectId}/regional-mode", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Links")
class RegionalModeController {

    private final RegionalModes modes;

    RegionalModeController(RegionalModes modes) {
        this.modes = modes;
    }

    /** @param enabled whether the regional mode is to be on */
    @Schema(name = "RegionalModeRequest")
    record Body(
            @NotNull(message = "must be given") @Schema(example = "true")
            Boolean enabled) {}

    @GetMapping
    @Operation(operationId = "getRegionalMode", summary = "Get a project's regional mode")
    @Problems.OfAtlas
    RegionalMode get(RequestContext context, @PathVariable ProjectId projectId) {
        return modes.get(context, projectId);
    }

    @PutMapping
    @Operation(
            operationId = "setRegionalMode",
            summary = "Turn a project's regional mode on or off",
            description = "With the regional mode, a project with only sharded clusters may have links in several"
                    + " regions. Turning it on changes the connection strings of clusters in several regions.")
    @ApiResponse(
            responseCode = "200",
            description = "The regional mode",
            content = @Content(schema = @Schema(oneOf = {RegionalMode.class, DryRun.class})))
    @Problems.OfAtlas
    Object set(
            RequestContext context,
            @PathVariable ProjectId projectId,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @Valid @RequestBody Body body) {
        RegionalModeWrite write = new RegionalModeWrite(projectId, body.enabled());
        return dryRun ? modes.dryRun(context, write) : modes.set(context, write);
    }
}
