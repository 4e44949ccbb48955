package dev.linkgate.gateway.core.platform.request;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The right of a caller to the work that is done for it, or of a replica to work that it leases, which can end while
 * the work lasts. It is the one answer to the question whether the work may continue: waits, locks, operations and
 * event streams ask it at least once a second, and each write is sent only if it holds at that moment.
 *
 * <p>It is decided in memory, so that any thread may ask at any time.
 */
@FunctionalInterface
public interface Right {

    /** The right of the gateway itself. It never ends. */
    Right PERMANENT = Held::new;

    /** The right of work before the policy has decided who may do it. It does not hold. */
    Right UNDECIDED = () ->
            new Ended(Failure.of(ProblemCode.FORBIDDEN, "Nothing says that this may be done, so it was not done."));

    /** The state of the right now. */
    State state();

    /**
     * Reads what may have ended the right, if it was read too long ago: also after a pause of the whole process. Unlike
     * all other questions this one may wait for the database.
     */
    default void confirm() {}

    /** Whether a right holds. */
    sealed interface State {}

    /** It holds. */
    record Held() implements State {}

    /**
     * It is not known whether the right holds, because the database does not show what has changed in the last seconds.
     */
    record Unconfirmed() implements State {}

    /** @param why the problem for its caller */
    record Ended(Failure why) implements State {}

    /**
     * The right of work that only one replica may do at a time: it holds while this one surely is that.
     *
     * @param holds quick, and for any thread
     */
    static Right whileHeld(BooleanSupplier holds, Failure otherwise) {
        return () -> holds.getAsBoolean() ? new Held() : new Ended(otherwise);
    }

    /**
     * The right that is decided by what was read from the database.
     *
     * @param isCurrent whether it was read lately; quick
     * @param confirm reads it again, if it was not
     * @param known what it says
     */
    static Right stored(BooleanSupplier isCurrent, Runnable confirm, Supplier<State> known) {
        return new Right() {
            @Override
            public State state() {
                return isCurrent.getAsBoolean() ? known.get() : new Unconfirmed();
            }

            @Override
            public void confirm() {
                confirm.run();
            }
        };
    }

    /** The right that holds while both hold. */
    default Right and(Right other) {
        Right one = this;
        return new Right() {
            @Override
            public State state() {
                State mine = one.state();
                State others = mine instanceof Ended ? mine : other.state();
                return others instanceof Held ? mine : others;
            }

            @Override
            public void confirm() {
                one.confirm();
                other.confirm();
            }
        };
    }

    /**
     * Whether work that can end early without harm, such as a wait, may continue.
     *
     * @return false if it is not known whether the right holds
     * @throws LinkgateException if the right has ended
     */
    default boolean continues() {
        return switch (state()) {
            case Held held -> true;
            case Unconfirmed unconfirmed -> false;
            case Ended ended -> throw ended.why().toException();
        };
    }

    /**
     * Requires that it holds.
     *
     * @throws LinkgateException if it has ended; {@code access-unconfirmed} if that is not known
     */
    default void require() {
        if (!continues()) {
            throw unconfirmed();
        }
    }

    /** The problem if it is not known whether a right holds. */
    static LinkgateException unconfirmed() {
        return Failure.of(
                        ProblemCode.ACCESS_UNCONFIRMED,
                        "The gateway cannot read at the moment what its callers may do, so nothing was done.")
                .toException();
    }
}
