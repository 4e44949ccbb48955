package dev.linkgate.gateway.feature.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.key.StoredKey;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Identity;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.feature.identities.IssuerSettings;
import dev.linkgate.kernel.Secret;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The endpoints that issue and revoke access tokens (RFC 6749, section 4.4, and RFC 7009). The client, a team's key
 * or a JWT, was identified before.
 */
@RestController
@RequestMapping("/api/oauth")
@Hidden
class TokenController {

    private final Access access;
    private final IssuerSettings issuers;
    private final AccessTokens tokens;
    private final AuditTrail trail;

    TokenController(Access access, IssuerSettings issuers, AccessTokens tokens, AuditTrail trail) {
        this.access = access;
        this.issuers = issuers;
        this.tokens = tokens;
        this.trail = trail;
    }

    /**
     * The answer with a new access token (RFC 6749, section 5.1).
     *
     * @param expiresIn in seconds
     */
    record TokenAnswer(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("expires_in") long expiresIn,
            @JsonProperty("token_type") String tokenType) {

        static TokenAnswer of(AccessTokens.IssuedToken issued) {
            return new TokenAnswer(issued.text().reveal(), issued.life().toSeconds(), "Bearer");
        }

        /** Omits the token, because Spring MVC logs the values that controllers return. */
        @Override
        public String toString() {
            return "TokenAnswer[expiresIn=" + expiresIn + "]";
        }
    }

    @PostMapping("/token")
    ResponseEntity<TokenAnswer> issue(RequestContext context, HttpServletRequest request) {
        OAuthForm form = form(context, request);
        if (!form.text("grant_type").orElseThrow(() -> missing("grant_type")).equals("client_credentials")) {
            throw Failure.invalid("grant_type", "must be client_credentials").toException();
        }
        if (form.text("scope").isPresent()) {
            throw Failure.invalid("scope", "must be left out: a token opens what its key opens")
                    .toException();
        }
        AccessTokens.IssuedToken issued =
                trail.read(context, TokenWords.TOKEN_CREATE, Target.keyOf(context.actor()), () -> issued(context));
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header(HttpHeaders.PRAGMA, "no-cache")
                .body(TokenAnswer.of(issued));
    }

    @PostMapping("/revoke")
    ResponseEntity<Void> revoke(RequestContext context, HttpServletRequest request) {
        Secret token = form(context, request).secret("token").orElseThrow(() -> missing("token"));
        if (Principal.Kind.TEAM.looksLike(token.reveal())) {
            throw Failure.invalid("token", "is an API key, which only an administrator can revoke")
                    .toException();
        }
        context.allowedByIdentity();
        return trail.write(context, TokenWords.TOKEN_REVOKE, Target.keyOf(context.actor()), 200, intent -> {
            tokens.revoke(token, holder(context.actor()));
            return ResponseEntity.ok().build();
        });
    }

    /** The form of a client that has authenticated in one way (RFC 6749, section 2.3). */
    private static OAuthForm form(RequestContext context, HttpServletRequest request) {
        OAuthForm form = OAuthForm.of(request);
        String keyId = context.actor().keyId();
        if (request.getHeader(HttpHeaders.AUTHORIZATION) != null
                && keyId != null
                && ClientCredentials.areIn(form, keyId)) {
            throw Failure.of(ProblemCode.INVALID_REQUEST, "Authenticate in the header or in the form, not in both.")
                    .toException();
        }
        return form;
    }

    private AccessTokens.IssuedToken issued(RequestContext context) {
        Actor actor = context.actor();
        if (actor.identity().isPresent()) {
            Identity identity = identityOf(actor);
            return tokens.issue(holder(actor), identity.expiresAt(), issuers.tokenLife(identity.issuer()));
        }
        StoredKey key =
                access.keys().named(Objects.requireNonNull(actor.keyId())).orElseThrow(TokenController::ended);
        return tokens.issue(holder(actor), key.expiresAt(), AccessTokens.MAX_LIFE);
    }

    private String holder(Actor actor) {
        return actor.identity().isPresent()
                ? AccessToken.holder(actor, identityOf(actor))
                : Objects.requireNonNull(actor.keyId());
    }

    private Identity identityOf(Actor actor) {
        return access.identities().of(actor).orElseThrow(TokenController::ended);
    }

    private static LinkgateException ended() {
        return Failure.of(ProblemCode.UNAUTHENTICATED, "The API key or the identity was removed in the meantime.")
                .toException();
    }

    private static LinkgateException missing(String parameter) {
        return Failure.of(ProblemCode.INVALID_REQUEST, "The parameter " + parameter + " is missing.")
                .toException();
    }
}
