package dev.linkgate.gateway.feature.webhooks.following;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Result;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a write of a link or an endpoint.
 *
 * @param receipt of the outcome
 * @param actor the kind of caller
 * @param team of the caller, if it has one
 * @param link absent if the id of a new link is not known, and for an endpoint of the project itself
 * @param endpoint absent if it was a write of a link
 * @param status of the answer to the caller
 * @param closedLater whether the process that did the write was killed, so that its outcome is what Atlas showed later
 */
record EndedWrite(
        Receipt receipt,
        String requestId,
        String actor,
        @Nullable String team,
        Action action,
        ProjectId project,
        @Nullable LinkId link,
        @Nullable EndpointId endpoint,
        Result result,
        long status,
        boolean closedLater) {

    static final List<Action> ACTIONS = List.of(
            Action.ENDPOINT_ADD,
            Action.ENDPOINT_ENSURE,
            Action.ENDPOINT_REMOVE,
            Action.LINK_CREATE,
            Action.LINK_REMOVE);

    /**
     * The write of a record.
     *
     * @param others actions of features
     * @return empty if it is another action, or no record of the gateway: one that was tampered with can have any words
     */
    static Optional<EndedWrite> of(AuditRecord record, List<Action> others) {
        Entry entry = record.entry();
        Entry.Subject subject = entry.subject();
        Optional<Action> action = named(Stream.concat(ACTIONS.stream(), others.stream()), Action::word, entry.action());
        Optional<Result> result =
                named(Stream.of(Result.values()), Result::name, entry.facts().result());
        Long status = entry.facts().status();
        if (action.isEmpty() || result.isEmpty() || status == null || !isWellFormed(subject)) {
            return Optional.empty();
        }
        return Optional.of(new EndedWrite(
                new Receipt(record.sequence(), record.hash()),
                entry.origin().requestId(),
                entry.origin().actor().kind(),
                entry.origin().actor().team(),
                action.get(),
                new ProjectId(Objects.requireNonNull(subject.projectId())),
                subject.linkId() == null ? null : new LinkId(subject.linkId()),
                subject.interfaceEndpointId() == null ? null : new EndpointId(subject.interfaceEndpointId()),
                result.get(),
                status,
                entry.facts().attempts() == null));
    }

    boolean removes() {
        return action.equals(Action.ENDPOINT_REMOVE) || action.equals(Action.LINK_REMOVE);
    }

    /** The kind of what was written, as the action has it, such as {@code endpoint}. */
    Target.Kind kind() {
        return new Target.Kind(action.word().substring(0, action.word().lastIndexOf('.')));
    }

    private static <T> Optional<T> named(Stream<T> all, Function<T, String> name, @Nullable String wanted) {
        return all.filter(each -> name.apply(each).equals(wanted)).findFirst();
    }

    private static boolean isWellFormed(Entry.Subject subject) {
        return subject.projectId() != null
                && ProjectId.matches(subject.projectId())
                && (subject.linkId() == null || LinkId.matches(subject.linkId()))
                && (subject.interfaceEndpointId() == null || EndpointId.matches(subject.interfaceEndpointId()));
    }
}
