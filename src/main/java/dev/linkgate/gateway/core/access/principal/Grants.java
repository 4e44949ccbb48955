package dev.linkgate.gateway.core.access.principal;

import dev.linkgate.gateway.core.access.attachment.ProjectRules;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.store.Snapshot;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The roles that teams have on projects. A change takes effect here at once, and on other replicas after their next poll.
 */
public final class Grants {

    private final Access access;
    private final AccessStore store;
    private final Snapshot<AccessSnapshot> snapshot;

    Grants(Access access, AccessStore store, Snapshot<AccessSnapshot> snapshot) {
        this.access = access;
        this.store = store;
        this.snapshot = snapshot;
    }

    /**
     * Notes that the end of a role was announced so many days before.
     *
     * @return whether it is the first to note that, and the role still ends then
     */
    public boolean noteExpiryTold(String team, ProjectId project, Instant until, int days) {
        return store.noteExpiryTold(team, project, until, days);
    }

    /** The roles that a team has now. */
    public List<Grant> of(String team) {
        return snapshot.get().grantsOf(team, access.now());
    }

    /** The role that a team has on a project now; empty if it has none. */
    public Optional<Role> role(String team, ProjectId project) {
        return snapshot.get().role(team, project, access.now());
    }

    /** The role that a team has on a project already, if it includes a role for as long; absent end: for good. */
    public Optional<Role> heldFor(String team, ProjectId project, Role role, @Nullable Instant until) {
        return snapshot.get().grantsOf(team, access.now()).stream()
                .filter(grant -> grant.projectId().equals(project) && includes(grant, role, until))
                .map(Grant::role)
                .findFirst();
    }

    /** What is wrong with the end of a role on a project, by itself or by the project's rules; empty if nothing is. */
    public Optional<String> problemOf(ProjectId project, @Nullable Instant until) {
        Duration longest = snapshot.get().attachments(project).rules().longest();
        return Grant.problemOf(until, access.now())
                .or(() -> longest != null
                                && (until == null || until.isAfter(access.now().plus(longest)))
                        ? Optional.of("must be given, and not be later than " + longest
                                + " from now: the project's rule longestGrant")
                        : Optional.empty());
    }

    /** Gives a team a role on a project, for the gateway itself. */
    public Put<Grant> put(String team, ProjectId project, Role role) {
        return put(team, project, role, null, Grant.by(Actor.SYSTEM));
    }

    /**
     * @param until when it ends; absent if it does not
     * @param by who gives it
     */
    Put<Grant> put(String team, ProjectId project, Role role, @Nullable Instant until, String by) {
        return access.changeOf(Principal.team(team), () -> {
            store.lock(team);
            Grant before = store.grant(team, project)
                    .flatMap(held -> held.at(access.now()))
                    .orElse(null);
            Grant grant = new Grant(team, project, role, access.now(), by, until, null);
            if (before != null && before.role() == role) {
                grant = Objects.equals(before.until(), until)
                        ? before
                        : new Grant(team, project, role, before.since(), by, until, null);
            }
            store.put(grant);
            return new Put<>(before, grant);
        });
    }

    /**
     * Gives a team a role on a project, unless it has it for as long, or a higher one by now. A lower role that the
     * team has for good comes back when this one ends.
     *
     * @param until when it ends; absent if it does not
     * @param by who gives it
     * @param with done in the same transaction; if it fails, there is no grant either
     */
    public Put<Grant> raise(
            String team, ProjectId project, Role role, @Nullable Instant until, String by, Runnable with) {
        return access.changeOf(Principal.team(team), () -> {
            store.lock(team);
            Grant before = store.grant(team, project)
                    .flatMap(held -> held.at(access.now()))
                    .orElse(null);
            Grant raised = before != null && includes(before, role, until)
                    ? before
                    : new Grant(
                            team,
                            project,
                            role,
                            access.now(),
                            by,
                            until,
                            until == null ? null : afterwards(before, role));
            if (!raised.equals(before)) {
                store.put(raised);
            }
            with.run();
            return new Put<>(before, raised);
        });
    }

    private static boolean includes(Grant held, Role role, @Nullable Instant until) {
        return held.role() == role ? held.lasts(until) : held.role().includes(role);
    }

    /** The role that is left when a role that ends has ended. */
    private static @Nullable Role afterwards(@Nullable Grant before, Role role) {
        if (before == null) {
            return null;
        }
        return before.role() == role || before.until() != null ? before.afterwards() : before.role();
    }

    /** @return the grant as it was */
    public Grant remove(String team, ProjectId project) {
        access.require(Principal.team(team));
        return access.change(Principal.team(team), () -> {
                    Optional<Grant> before = store.grant(team, project).flatMap(held -> held.at(access.now()));
                    return store.removeGrant(team, project) ? before : Optional.<Grant>empty();
                })
                .orElseThrow(() -> Failure.of(ProblemCode.NOT_FOUND, "The team has no grant on this project.")
                        .toException());
    }

    /**
     * Removes all grants on a project, and its rules.
     *
     * @return the rules as they were
     */
    public ProjectRules endOn(ProjectId project) {
        return snapshot.change(() -> {
            ProjectRules before = store.attachments().rules(project).orElse(ProjectRules.NONE);
            store.attachments().remove(project);
            int unused = store.removeGrants(project);
            return before;
        });
    }
}
