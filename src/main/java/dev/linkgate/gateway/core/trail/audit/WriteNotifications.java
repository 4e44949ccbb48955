package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.vocabulary.Vocabulary;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Phase;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Notifies its listeners of the writes of all replicas, so that what was read of Atlas before a write is not shown
 * after it.
 *
 * <p>Invariants:
 *
 * <ol>
 *   <li>The listeners know each write whose intent or outcome precedes a record with a condition, on any replica,
 *       before that record is stored. The head of the chain is locked for the check and the record, so nothing is
 *       appended between.
 *   <li>They know each write of this replica before its intent is reported as durable, and before its outcome is.
 *   <li>From (1): nothing is sent before the intent is durable, nor answered before the outcome is. So such a record of
 *       a request that came after the answer to a write is stored after the listeners knew that the write had ended.
 *   <li>A write is notified twice rather than never: after a failed commit, what was or was not stored is read from the
 *       chain.
 * </ol>
 *
 * <p>Who reads what others have read names a condition ({@link
 * dev.linkgate.gateway.core.platform.request.RequestFacts#reliesOn}) that a listener ends. The condition is checked after
 * (1), and the record is stored only if it holds. So with (3) a read that begins after the answer to a write shows
 * nothing that was read before that answer, nor between the write's intent and outcome. The one exception is a write
 * whose outcome cannot be stored in time: its answer stands, only its own replica knows at once that it has ended, and
 * the others know when the outcome is stored after all, at the latest by {@link IntentWatch}.
 */
@Component
public final class WriteNotifications {

    /** The records that are searched for writes. If there are more, all targets count as written. */
    static final int SEARCHED = 1_000;

    /**
     * The writes that are about access. Any team may ask for access to any project, so that must not void what the
     * project's own teams share.
     */
    private final Set<String> aboutAccess;

    private final List<WriteListener> listeners = new CopyOnWriteArrayList<>();

    /** The last record up to which all writes are known. At first none is, as if the chain had been cut off. */
    private long known = Long.MAX_VALUE;

    /** Finds the writes among records. */
    @FunctionalInterface
    interface Search {
        /** The records from the first to the last that are no events. */
        List<Write> between(long first, long last) throws SQLException;
    }

    /** An intent or outcome, in the words of its record. */
    record Write(
            String phase,
            String action,
            @Nullable String projectId,
            @Nullable String linkId) {}

    public WriteNotifications(Vocabulary vocabulary) {
        this.aboutAccess = vocabulary.all(Action.class).stream()
                .filter(Action::isAboutAccess)
                .map(Action::word)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** @param listener is notified from now on */
    public void subscribe(WriteListener listener) {
        listeners.add(listener);
    }

    /** The last record up to which all writes are known. */
    long known() {
        return known;
    }

    /** Notifies of a write of any target, as if some were not known. */
    void missed() {
        listeners.forEach(WriteListener::missed);
    }

    /**
     * Notifies of what other replicas have written.
     *
     * @param head the end of the chain
     * @param lastWrite the sequence of the last record that is not an event
     */
    void catchUp(long head, long lastWrite, Search search) throws SQLException {
        if (head < known || lastWrite - known > SEARCHED) {
            missed();
        } else if (lastWrite > known) {
            search.between(known + 1, lastWrite).forEach(this::notify);
        }
        known = head;
    }

    /** Notifies of the writes in a batch that this replica has stored. */
    void stored(List<PendingRecord> batch, List<Optional<Receipt>> receipts) {
        for (int i = 0; i < batch.size(); i++) {
            Entry entry = batch.get(i).entry();
            if (!batch.get(i).isEvent() && receipts.get(i).isPresent()) {
                notify(new Write(
                        entry.phase(),
                        entry.action(),
                        entry.subject().projectId(),
                        entry.subject().linkId()));
            }
        }
        receipts.reversed().stream().flatMap(Optional::stream).findFirst().ifPresent(last -> known = last.sequence());
    }

    /**
     * Notifies of a write that has ended although its outcome could not be stored. For any thread.
     *
     * @param action may be made from the word of a record
     */
    void ended(Action action, Target target) {
        if (target.project() != null && !aboutAccess.contains(action.word())) {
            listeners.forEach(listener -> listener.ended(target));
        }
    }

    private void notify(Write write) {
        if (write.projectId() == null || aboutAccess.contains(write.action())) {
            return;
        }
        Target target;
        try {
            target = new Target(
                    new ProjectId(write.projectId()), write.linkId() == null ? null : new LinkId(write.linkId()), null);
        } catch (IllegalArgumentException e) {
            return; // a record that was tampered with
        }
        for (WriteListener listener : listeners) {
            if (write.phase().equals(Phase.INTENT.name())) {
                listener.begun(target);
            } else {
                listener.ended(target);
            }
        }
    }
}
