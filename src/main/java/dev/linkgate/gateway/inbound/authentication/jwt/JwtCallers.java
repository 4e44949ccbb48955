package dev.linkgate.gateway.inbound.authentication.jwt;

import dev.linkgate.gateway.access.key.Principal;
import dev.linkgate.gateway.access.principal.Access;
import dev.linkgate.gateway.access.principal.Identity;
import dev.linkgate.gateway.access.principal.Team;
import dev.linkgate.gateway.inbound.authentication.CallerAuthentication;
import dev.linkgate.gateway.inbound.authentication.ReplayFilter;
import dev.linkgate.gateway.inbound.authentication.UnknownCaller;
import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Says who the holder of a checked JWT is: whom a claim names, if the issuer is trusted with that, or else the team or
 * the administrator with an identity that the JWT fits. One that fits both is the administrator's, unless the request
 * chooses a team.
 */
record JwtCallers(Access access) {

    /** Chooses among the teams that a JWT fits. */
    private static final String CHOICE = "Linkgate-Team";

    private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

    private static final String ADMIN_SCOPE = "linkgate:admin";

    /** @throws UnknownCaller if it is nobody, or may be several */
    CallerAuthentication caller(Issuer issuer, Jwt jwt, HttpServletRequest request) {
        return caller(issuer, jwt, request, any -> true);
    }

    private CallerAuthentication caller(
            Issuer issuer, Jwt jwt, HttpServletRequest request, Predicate<Identity> considered) {
        String subject = Issuer.text(jwt, "sub");
        String claim = issuer.teamClaim();
        if (claim != null) {
            String team = Issuer.text(jwt, claim);
            if (!team.isEmpty() && !Team.isName(team)) {
                throw new UnknownCaller("The JWT's claim " + claim + " is not the name of a team.");
            }
            if (Issuer.list(jwt, "scope").contains(ADMIN_SCOPE)) {
                return CallerAuthentication.known(Actor.jwtAdministrator(subject), issuer.rightOf(jwt));
            }
            if (!team.isEmpty()) {
                return CallerAuthentication.known(Actor.jwt(team, subject), issuer.rightOf(jwt));
            }
        }
        List<Identity> fitting = access.identitiesOf(issuer.name(), jwt.getClaims()).stream()
                .filter(considered)
                .toList();
        Identity identity = identity(fitting, claim, request);
        Actor actor = access.actorOf(identity, subject);
        return CallerAuthentication.known(
                actor, access.rightOf(actor, identity.claims()).and(issuer.rightOf(jwt)));
    }

    /**
     * The same for a JWT that is to become an access token, once. It lives for a short time only, and needs an identity,
     * with which the access token ends.
     */
    CallerAuthentication client(Issuer issuer, Jwt jwt, HttpServletRequest request) {
        Instant issued = jwt.getIssuedAt();
        Instant end = Objects.requireNonNull(jwt.getExpiresAt());
        if (issued == null || issued.plus(LONGEST_LIFE).isBefore(end)) {
            throw new UnknownCaller("The JWT must say when it was issued (iat), and end five minutes later at most.");
        }
        String id = Issuer.text(jwt, "jti");
        if (id.isEmpty()) {
            throw new UnknownCaller("The JWT has no id (jti).");
        }
        CallerAuthentication caller =
                caller(issuer, jwt, request, identity -> identity.owner().kind() == Principal.Kind.TEAM);
        if (caller.getPrincipal().identity().isEmpty() || caller.getPrincipal().isAdministrator()) {
            throw new UnknownCaller("The JWT fits no identity of a team, which an access token needs.");
        }
        ReplayFilter.once(request, end, issuer.uri() + ' ' + id);
        return caller;
    }

    private static Identity identity(List<Identity> fitting, @Nullable String claim, HttpServletRequest request) {
        if (fitting.isEmpty()) {
            throw new UnknownCaller(
                    claim == null
                            ? "The JWT fits no identity of a team."
                            : "The JWT names no team in its claim '" + claim + "', and fits no identity.");
        }
        String chosen = request.getHeader(CHOICE);
        if (chosen != null) {
            return fitting.stream()
                    .filter(identity -> identity.owner().equals(Principal.team(chosen)))
                    .findFirst()
                    .orElseThrow(() -> new UnknownCaller(Failure.of(
                            ProblemCode.FORBIDDEN, "The JWT fits no identity of the team that " + CHOICE + " names.")));
        }
        List<Identity> administrators = of(Principal.Kind.ADMINISTRATOR, fitting);
        return only(administrators.isEmpty() ? fitting : administrators);
    }

    private static List<Identity> of(Principal.Kind kind, List<Identity> identities) {
        return identities.stream()
                .filter(identity -> identity.owner().kind() == kind)
                .toList();
    }

    /** The first of them, if they are of the same owner. */
    private static Identity only(List<Identity> identities) {
        Identity first = identities.getFirst();
        if (identities.stream().allMatch(identity -> identity.owner().equals(first.owner()))) {
            return first;
        }
        String owners = identities.stream()
                .map(identity -> identity.owner().name())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        throw new UnknownCaller(Failure.of(
                ProblemCode.TEAM_AMBIGUOUS,
                first.owner().kind() == Principal.Kind.TEAM
                        ? "The JWT fits the teams " + owners + ". Choose one with the header " + CHOICE + "."
                        : "The JWT fits the administrators " + owners + ". Their identities must be told apart."));
    }
}
