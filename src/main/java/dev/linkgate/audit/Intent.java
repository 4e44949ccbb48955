package dev.linkgate.audit;

import dev.linkgate.kernel.Receipt;

/**
 * Proof that the intent of a write is durable. Only the audit makes one, and the Atlas client sends no write without
 * one, so no path leads around the record.
 */
public final class Intent {

    private final Receipt receipt;

    Intent(Receipt receipt) {
        this.receipt = receipt;
    }

    public Receipt receipt() {
        return receipt;
    }
}
