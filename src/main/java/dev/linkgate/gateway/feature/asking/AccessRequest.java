package dev.linkgate.gateway.feature.asking;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.kernel.IdentityId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request for a role on a project, or for the addition of an endpoint whose origin the project's rules do not allow.
 *
 * @param projectId of a project that need not exist
 * @param team that shall have it; absent for an administrator
 * @param role that is asked for; absent for an endpoint
 * @param span for how long the role, from the answer on; absent if it is to last
 * @param linkId of the link that the endpoint is to be added to; absent for a role, and for Data Federation
 * @param interfaceEndpointId absent for a role
 * @param reason in the words of who asks: text that nobody has checked; absent if there are none
 * @param answeredBy absent while there is no answer, as the next two are
 * @param comment in the words of who answered; absent if there are none
 * @param until when what was given ends; absent if it was not given, or does not end by itself
 * @param holder who shall have it, as {@link #holder(Actor)} says
 * @param endsAt when it expires, or has come to an end
 */
public record AccessRequest(
        @Schema(example = "ar_0f6b2d4c8e1a3975b6d8f0a2c4e6183b", implementation = String.class)
        AccessRequestId id,

        RequestKind kind,
        ProjectId projectId,

        @Schema(example = "payments") @Nullable String team,

        RequestState state,

        @Schema(example = "editor") @Nullable Role role,

        @JsonProperty("for") @Schema(type = "string", example = "PT8H") @Nullable
        Duration span,

        @Schema(type = "string", example = "5df264b8f10fab7d2cad2f0d") @Nullable
        LinkId linkId,

        @Schema(type = "string", example = "vpce-0b9c5701325cb15dd") @Nullable
        EndpointId interfaceEndpointId,

        @Schema(example = "We move the orders service to this project") @Nullable
        String reason,

        Entry.Who askedBy,
        Instant askedAt,
        Entry.@Nullable Who answeredBy,
        @Nullable Instant answeredAt,

        @Schema(example = "As discussed in ticket 4711") @Nullable
        String comment,

        @Schema(example = "2027-11-24T18:00:00Z") @Nullable Instant until,
        @JsonIgnore String holder,
        @JsonIgnore Instant endsAt)
        implements Recorded {

    /** Who has what a caller asks for, and what it is given: its team, or else the administrator. */
    static String holder(Actor caller) {
        if (caller.team() != null) {
            return holder(caller.team());
        }
        return caller.subject() == null ? Actor.Kind.ADMIN.word() : "administrator:" + caller.subject();
    }

    static String holder(String team) {
        return "team:" + team;
    }

    /** What is asked for. */
    Wish wish() {
        return new Wish(role, span, linkId, interfaceEndpointId, reason);
    }

    /** @param end when it expires in this state, or has come to an end by it */
    AccessRequest at(RequestState now, Instant end) {
        return new AccessRequest(
                id,
                kind,
                projectId,
                team,
                now,
                role,
                span,
                linkId,
                interfaceEndpointId,
                reason,
                askedBy,
                askedAt,
                answeredBy,
                answeredAt,
                comment,
                until,
                holder,
                end);
    }

    AccessRequest answered(
            RequestState answer,
            Entry.Who by,
            Instant now,
            @Nullable String remark,
            @Nullable Instant givenUntil,
            Instant end) {
        return new AccessRequest(
                id,
                kind,
                projectId,
                team,
                answer,
                role,
                span,
                linkId,
                interfaceEndpointId,
                reason,
                askedBy,
                askedAt,
                by,
                now,
                remark,
                givenUntil,
                holder,
                end);
    }

    /** Whether it is an approval that can still be used. */
    @JsonIgnore
    boolean isInForce() {
        return kind == RequestKind.ENDPOINT && state == RequestState.APPROVED;
    }

    /** Whether who calls is who has asked: by the team, by the credential, or as the person behind it. */
    boolean isOwnOf(RequestContext context) {
        Entry.Who caller = Entry.Who.of(context.actor());
        return holder.equals(holder(context.actor()))
                || context.mayCallFor(team)
                || context.mayCallFor(askedBy.team())
                || (askedBy.credentialId() != null && askedBy.credentialId().equals(caller.credentialId()))
                || Person.of(askedBy)
                        .flatMap(asker -> Person.of(caller).filter(asker::mayBe))
                        .isPresent();
    }

    /** @param issuer absent if that is not told */
    private record Person(@Nullable String issuer, String name) {

        static Optional<Person> of(Entry.Who who) {
            Optional<IdentityId> identity = IdentityId.parse(who.credentialId());
            String name = identity.map(IdentityId::person).orElse(who.subject());
            return Optional.ofNullable(name)
                    .map(known -> new Person(identity.map(IdentityId::issuer).orElse(null), known));
        }

        boolean mayBe(Person other) {
            return name.equals(other.name) && (issuer == null || other.issuer == null || issuer.equals(other.issuer));
        }
    }

    /** What of an approval is sealed: that it may be used, by whom, for what, and for how long. */
    SealedRow sealed() {
        return new SealedRow(place())
                .with(holder)
                .with(kind.name())
                .with(wish().wanted())
                .with(Micros.of(endsAt));
    }

    /** See {@link SealedRow}. */
    String place() {
        return "project/" + projectId + "/" + AskingWords.ACCESS_REQUEST.word() + "/" + id;
    }

    String path() {
        return "/projects/" + projectId + "/access-requests/" + id;
    }

    @Override
    public Change.Values recorded() {
        return wish().recorded()
                .with("team", team)
                .with("state", state.name())
                .with("comment", comment)
                .with("until", until);
    }

    Target target() {
        return Target.project(projectId).about(AskingWords.ACCESS_REQUEST, id.value());
    }
}
