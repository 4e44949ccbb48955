package dev.linkgate.gateway.core.access.principal;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A team's role on a project.
 *
 * @param since when it was given
 * @param by who gave it, as JSON
 * @param until when it ends; absent if it does not
 * @param afterwards the lower role that the team has after that, as before; absent if it has none
 */
public record Grant(
        @JsonIgnore String team,
        ProjectId projectId,
        Role role,
        @JsonIgnore Instant since,
        @JsonIgnore String by,

        @Schema(example = "2027-11-24T18:00:00Z") @Nullable Instant until,

        @Nullable Role afterwards)
        implements Recorded {

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** The target of a write that gives a role. */
    public static Target target(String team, ProjectId project, Role role, @Nullable Instant until) {
        return Target.grant(team, project).changing(Change.to(() -> values(role, until, null)));
    }

    /** What is wrong with the end of a role; empty if nothing is. */
    public static Optional<String> problemOf(@Nullable Instant until, Instant now) {
        return until == null || (until.isAfter(now) && !until.isAfter(LATEST))
                ? Optional.empty()
                : Optional.of("must be in the future, such as 2027-11-24T18:00:00Z");
    }

    /** See {@link SealedRow}. */
    static String place(String team, ProjectId project) {
        return Principal.team(team).place() + "/grant/" + project;
    }

    /** What of its row is sealed. */
    SealedRow sealed() {
        return new SealedRow(place(team, projectId))
                .with(role.word())
                .with(Micros.of(since))
                .with(by)
                .with(until == null ? null : (Long) Micros.of(until))
                .with(afterwards == null ? null : afterwards.word());
    }

    /** The role as the team has it at a moment, if it has one. */
    Optional<Grant> at(Instant now) {
        if (until == null || now.isBefore(until)) {
            return Optional.of(this);
        }
        return Optional.ofNullable(afterwards).map(role -> new Grant(team, projectId, role, until, by, null, null));
    }

    /** Whether it gives a role for as long. */
    boolean lasts(@Nullable Instant wanted) {
        return until == null || (wanted != null && !until.isBefore(wanted));
    }

    /** A caller as the giver of a role: JSON of {@link Entry.Who}. */
    public static String by(Actor actor) {
        return Entry.Who.of(actor).json();
    }

    @Override
    public Change.Values recorded() {
        return values(role, until, afterwards);
    }

    private static Change.Values values(Role role, @Nullable Instant until, @Nullable Role afterwards) {
        return new Change.Values()
                .with("role", role.word())
                .with("until", until)
                .with("afterwards", afterwards == null ? null : afterwards.word());
    }
}
