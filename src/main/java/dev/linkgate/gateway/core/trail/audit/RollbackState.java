package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.request.Receipt;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whether the trail in the database is the one that was signed and written before. While it is not known to be, reads
 * are recorded as ever, rights can be taken away, and all other writes are refused.
 *
 * <p>A record that this process wrote and does not find any more refuses writes at once, before {@code RollbackCheck}
 * looks again.
 */
@Component
public final class RollbackState {

    private volatile State compared = new State.Agreed();
    private volatile @Nullable Receipt lost;

    /** What is known of the trail. */
    public sealed interface State {

        /** It agreed with everything that it was held against last. */
        record Agreed() implements State {}

        /** It could not be held against its checkpoints. */
        record Unchecked() implements State {}

        /**
         * It is an older or another one. That ends when it agrees again, or an administrator accepts it as it is.
         *
         * @param difference for people: a clause without a full stop
         */
        record RolledBack(String difference) implements State {}
    }

    public State compared() {
        return compared;
    }

    /** Notes what a comparison has shown. */
    public void compared(State state) {
        compared = state;
    }

    /** Notes a record that this process wrote and that the trail does not have any more. */
    public synchronized void lost(Receipt record) {
        Receipt before = lost;
        if (before == null || before.sequence() <= record.sequence()) {
            lost = record;
        }
    }

    /** The last record that was lost. */
    public Optional<Receipt> lost() {
        return Optional.ofNullable(lost);
    }

    /** That record is there again, or an administrator has given it up. */
    public synchronized void settled(Receipt record) {
        if (record.equals(lost)) {
            lost = null;
        }
    }

    public State state() {
        State known = compared;
        Receipt missing = lost;
        return missing == null || known instanceof State.RolledBack
                ? known
                : new State.RolledBack("record " + missing.sequence()
                        + ", which this replica has written or seen, is not in it any more");
    }

    /** Why writes are refused, for people: a clause without a full stop; empty if they are not. */
    public Optional<String> reason() {
        return switch (state()) {
            case State.Agreed agreed -> Optional.empty();
            case State.Unchecked unchecked -> Optional.of("it could not be held against its checkpoints");
            case State.RolledBack rolledBack -> Optional.of(rolledBack.difference());
        };
    }
}
