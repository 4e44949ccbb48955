package dev.linkgate.gateway.feature.operations;

/** The state of an operation. */
public enum OperationState {
    /** It has not begun. */
    QUEUED,
    /** It is under way, which includes waiting for Atlas. */
    RUNNING,
    SUCCEEDED,
    FAILED;

    /** Whether the state is final. */
    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED;
    }
}
