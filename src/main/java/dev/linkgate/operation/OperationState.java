package dev.linkgate.operation;

/** How far an operation is. */
public enum OperationState {
    /** Nobody has begun with it. */
    QUEUED,
    /** It is under way, which includes waiting for Atlas. */
    RUNNING,
    SUCCEEDED,
    FAILED;

    /** Whether it will not change any more. */
    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED;
    }
}
