package dev.linkgate.gateway.drift.reconcile;

import dev.linkgate.kernel.ProjectId;
import org.jspecify.annotations.Nullable;

/**
 * How far one project is.
 *
 * @param revision counts the changes
 * @param detail why the state is not {@link State#CHECKED}, for people
 * @param told the credential, by name and version, that the log has as refused
 * @param ledger absent before the first look
 */
record Progress(
        ProjectId project,
        long revision,
        State state,
        @Nullable String detail,
        @Nullable String told,
        @Nullable Ledger ledger) {

    Progress ended(State as, @Nullable String why) {
        return new Progress(project, revision, as, why, told, ledger);
    }

    Progress refused(String why, String credential) {
        return new Progress(project, revision, State.REFUSED, why, credential, ledger);
    }

    Progress with(Ledger next) {
        return new Progress(project, revision, state, detail, told, next);
    }
}
