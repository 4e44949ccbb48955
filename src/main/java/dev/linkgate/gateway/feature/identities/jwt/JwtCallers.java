package dev.linkgate.gateway.feature.identities.jwt;

import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Identity;
import dev.linkgate.gateway.core.inbound.authentication.CallerAuthentication;
import dev.linkgate.gateway.core.inbound.authentication.UnknownCaller;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.feature.digest.ReplayFilter;
import dev.linkgate.gateway.feature.identities.IdentityWords;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Says who the holder of a checked JWT is: the team or the administrator with an identity that the JWT fits, or the team
 * that the JWT names, if the issuer is trusted with that. An administrator comes from an identity only. One that is a
 * team, too, is the administrator, unless the request chooses the team.
 */
record JwtCallers(Access access) {

    /** Chooses among the teams that a JWT fits. */
    private static final String CHOICE = "Linkgate-Team";

    private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

    /**
     * Who the holder of a JWT may be.
     *
     * @param identity absent if the JWT names the team itself
     */
    private record Candidate(Principal owner, @Nullable Identity identity) {

        static Candidate of(Identity identity) {
            return new Candidate(identity.owner(), identity);
        }

        boolean isAdministrator() {
            return owner.kind() == Principal.Kind.ADMINISTRATOR;
        }
    }

    /** @throws UnknownCaller if the JWT fits no caller, or may fit several */
    CallerAuthentication caller(Issuer issuer, Jwt jwt, HttpServletRequest request) {
        List<Candidate> candidates = candidates(issuer, jwt);
        if (candidates.isEmpty()) {
            throw new UnknownCaller(issuer.nobody());
        }
        return known(issuer, jwt, chosen(candidates, request)).alsoOf(teams(candidates));
    }

    private static Set<String> teams(List<Candidate> candidates) {
        return candidates.stream()
                .filter(candidate -> !candidate.isAdministrator())
                .map(candidate -> candidate.owner().name())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The caller of a JWT that is to become an access token, once. The JWT lives for a short time only, and needs an
     * identity, with which the access token ends.
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
        List<Candidate> teams = candidates(issuer, jwt).stream()
                .filter(candidate -> candidate.identity() != null && !candidate.isAdministrator())
                .toList();
        if (teams.isEmpty()) {
            throw new UnknownCaller("The JWT fits no identity of a team, which an access token needs.");
        }
        CallerAuthentication caller = known(issuer, jwt, chosen(teams, request));
        ReplayFilter.once(request, end, issuer.uri() + ' ' + id);
        return caller;
    }

    private List<Candidate> candidates(Issuer issuer, Jwt jwt) {
        Optional<Candidate> named = issuer.teamOf(jwt).map(team -> new Candidate(Principal.team(team), null));
        List<Identity> identities = named.isPresent()
                ? access.identities().known(issuer.name(), jwt.getClaims())
                : access.identities().of(issuer.name(), jwt.getClaims());
        return Stream.concat(named.stream(), identities.stream().map(Candidate::of))
                .toList();
    }

    private CallerAuthentication known(Issuer issuer, Jwt jwt, Candidate holder) {
        String subject = Issuer.text(jwt, "sub");
        Identity identity = holder.identity();
        if (identity == null) {
            return CallerAuthentication.known(Actor.jwt(holder.owner().name(), subject), issuer.rightOf(jwt));
        }
        Actor actor = access.actorOf(identity, subject, issuer.nameOf(jwt));
        return CallerAuthentication.known(
                actor, access.identities().rightOf(actor, identity.claims()).and(issuer.rightOf(jwt)));
    }

    private static Candidate chosen(List<Candidate> candidates, HttpServletRequest request) {
        String choice = request.getHeader(CHOICE);
        if (choice != null) {
            return candidates.stream()
                    .filter(candidate -> candidate.owner().equals(Principal.team(choice)))
                    .findFirst()
                    .orElseThrow(() -> new UnknownCaller(Failure.of(
                            ProblemCode.FORBIDDEN, "The JWT is not of the team that " + CHOICE + " names.")));
        }
        List<Candidate> administrators =
                candidates.stream().filter(Candidate::isAdministrator).toList();
        return only(administrators.isEmpty() ? candidates : administrators);
    }

    /** The first of them, if they are of the same owner. */
    private static Candidate only(List<Candidate> candidates) {
        Candidate first = candidates.getFirst();
        List<String> owners = candidates.stream()
                .map(candidate -> candidate.owner().name())
                .distinct()
                .sorted()
                .toList();
        if (owners.size() == 1) {
            return first;
        }
        throw new UnknownCaller(Failure.of(
                IdentityWords.TEAM_AMBIGUOUS,
                first.isAdministrator()
                        ? "The JWT fits the administrators " + String.join(", ", owners)
                                + ". Their identities must be told apart."
                        : "The JWT fits the teams " + String.join(", ", owners) + ". Choose one with the header "
                                + CHOICE + "."));
    }
}
