package dev.linkgate.gateway.feature.drift;

import dev.linkgate.gateway.core.api.CacheHeaders;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.Problems;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The drift of a project. */
@RestController
@Tag(name = "Endpoints")
class DriftController {

    private final DriftReader reader;

    DriftController(DriftReader reader) {
        this.reader = reader;
    }

    @GetMapping(path = "/projects/{projectId}/drift", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "listDrift",
            summary = "List the endpoints that differ from what was done here, and the links that end",
            description = "Compares the endpoints at Atlas with the audit trail. `unmanaged`: at Atlas, and not added"
                    + " here. `unknown`: at Atlas, and not in the trail, whose older records are archived. `missing`:"
                    + " added here, and gone without having been removed here. `failed`: failed, and still at Atlas."
                    + " `ends`: a link that Atlas ends, because it is not port-mapped."
                    + " An endpoint that is being removed is not listed, nor is one whose last write is under way or"
                    + " has an unknown outcome, unless it has failed.")
    @Problems.OfAtlas
    ResponseEntity<Listing<Drift>> list(
            RequestContext context, @PathVariable ProjectId projectId, Freshness freshness, Page page) {
        Aged<List<Drift>> aged = reader.read(context, projectId, freshness);
        return CacheHeaders.aged(ResponseEntity.ok(), aged).body(page.of(aged.value()));
    }
}
