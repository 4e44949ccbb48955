package dev.linkgate.gateway.feature.history;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.web.QueryParameters;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows who had which access at a moment. */
@RestController
@Tag(name = "Audit")
class AccessHistoryController {

    private final AccessHistory history;
    private final UnsealedRights unsealed;
    private final AuditTrail trail;
    private final InstantSource clock;

    AccessHistoryController(AccessHistory history, UnsealedRights unsealed, AuditTrail trail, InstantSource clock) {
        this.history = history;
        this.unsealed = unsealed;
        this.trail = trail;
        this.clock = clock;
    }

    @GetMapping(path = "/admin/access", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "getPastAccess",
            summary = "Who had which role, key and scope at a moment",
            description =
                    "Made again from the records, so it needs no trust in the tables; a key that had expired is left out."
                            + " A change counts from the record of its outcome on. `gaps` says which records leave something"
                            + " open. The administrator's token, JWTs and client certificates have no records. `unsealed` is what"
                            + " somebody has written past the gateway now: it has no effect, or differs from the records.")
    @Parameter(name = "at", in = ParameterIn.QUERY, schema = @Schema(type = "string", format = "date-time"))
    PastAccess get(RequestContext context, HttpServletRequest request) {
        QueryParameters parameters = new QueryParameters(request);
        Instant now = Micros.now(clock);
        Instant asked = parameters.time("at");
        Instant at = asked == null ? now : asked;
        if (at.isAfter(now)) {
            parameters.refuse("at", "must not be in the future");
        }
        parameters.check();
        return trail.read(
                context,
                HistoryWords.ACCESS_READ,
                Target.NONE,
                () -> history.at(context, at).with(unsealed.names()));
    }
}
