package dev.linkgate.gateway.feature.oauth;

import dev.linkgate.gateway.core.access.principal.Team;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.kernel.VisibleText;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lets administrators end access tokens before their time. */
@RestController
@RequestMapping(path = "/admin/tokens", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Administration")
class TokenAdminController {

    private static final int LONGEST_SUBJECT = 255;

    private final AccessTokens tokens;
    private final AuditTrail trail;

    TokenAdminController(AccessTokens tokens, AuditTrail trail) {
        this.tokens = tokens;
        this.trail = trail;
    }

    /** @param ended always true: whatever there was has ended */
    record EndedTokens(boolean ended) {}

    @DeleteMapping
    @Operation(
            operationId = "endAccessTokens",
            summary = "End access tokens",
            description = "Those that were issued until now, and for whose holder all holds that is given: a team, the"
                    + " name of an identity, an issuer, a subject of it. They are refused within 5 s. Whoever may have a"
                    + " new one can get it: disable the person at the issuer, or remove the identity, before.")
    EndedTokens end(
            RequestContext context,
            @RequestParam @Nullable String team,
            @RequestParam @Nullable String identity,
            @RequestParam @Nullable String issuer,
            @RequestParam @Nullable String subject) {
        TokenSelection selection = new TokenSelection(team, identity, issuer, subject);
        requireSensible(selection);
        Target target = selection.target().changing(new Change(selection.recorded(), null));
        return trail.write(context, TokenWords.TOKEN_END, target, 200, intent -> {
            tokens.end(selection);
            return new EndedTokens(true);
        });
    }

    private static void requireSensible(TokenSelection selection) {
        List<FieldError> errors = new ArrayList<>();
        requireName(selection.team(), "team", errors);
        requireName(selection.identity(), "identity", errors);
        requireName(selection.issuer(), "issuer", errors);
        String subject = selection.subject();
        if (subject != null && !VisibleText.is(subject, LONGEST_SUBJECT)) {
            errors.add(new FieldError("subject", "must have 1 to " + LONGEST_SUBJECT + " visible characters"));
        }
        if (subject != null && selection.issuer() == null) {
            errors.add(new FieldError("issuer", "must be given: a subject is one of an issuer"));
        }
        if (selection.stored().isEmpty()) {
            errors.add(new FieldError("team", "must be given, or identity, or issuer and subject"));
        }
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
    }

    private static void requireName(@Nullable String name, String field, List<FieldError> errors) {
        if (name != null && !Team.isName(name)) {
            errors.add(new FieldError(field, "must be a name of lowercase letters, digits and dashes"));
        }
    }
}
