package dev.linkgate.gateway.drift.reconcile;

import dev.linkgate.kernel.ProjectId;
import org.jspecify.annotations.Nullable;

/**
 * How far one project is.
 *
 * @param revision counts the changes
 * @param detail why the state is not {@link CheckState#CHECKED}, for people
 * @param told the credential, by name and version, that the log has as refused
 * @param ledger absent before the first look
 */
record ProjectProgress(
        ProjectId project,
        long revision,
        CheckState state,
        @Nullable String detail,
        @Nullable String told,
        @Nullable RememberedEvents ledger) {

    ProjectProgress ended(CheckState as, @Nullable String why) {
        return new ProjectProgress(project, revision, as, why, told, ledger);
    }

    ProjectProgress refused(String why, String credential) {
        return new ProjectProgress(project, revision, CheckState.REFUSED, why, credential, ledger);
    }

    ProjectProgress with(RememberedEvents next) {
        return new ProjectProgress(project, revision, state, detail, told, next);
    }
}
