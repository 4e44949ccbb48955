package dev.linkgate.audit;

/** Looks what became of writes that nobody is at work on any more. */
public interface ReadBack {

    /** Whether a look can tell anything about such a write. */
    boolean covers(Action action);

    /**
     * Looks once. It is tried again for a while if the look tells nothing.
     *
     * @throws dev.linkgate.kernel.LinkgateException if the look failed
     */
    Finding look(AbandonedWrite write);

    /** What a look tells. */
    sealed interface Finding {

        /**
         * What the write was to bring about is there.
         *
         * @param status what its caller would have seen
         */
        record Done(int status) implements Finding {}

        /** It is not there, and the write will not bring it about any more. */
        record NotDone() implements Finding {}

        /** It is not there, but may come, or have gone again. */
        record Unclear() implements Finding {}
    }
}
