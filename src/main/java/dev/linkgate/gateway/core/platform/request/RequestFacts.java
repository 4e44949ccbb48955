package dev.linkgate.gateway.core.platform.request;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is learnt while a request is handled, for its audit record and its answer. The facts are noted by the request's
 * own thread, or by threads it waits for, and read when the work has ended.
 */
public final class RequestFacts {

    private final Consumer<Receipt> receipts;
    private final long startedNanos = System.nanoTime();

    private volatile boolean recorded;
    private volatile @Nullable String action;
    private volatile UsedCredential credential = new UsedCredential(null, null);
    private volatile @Nullable Integer atlasStatus;
    private volatile @Nullable Long streamsAfterMicros;
    private volatile @Nullable Instant endedAt;
    private Set<BooleanSupplier> reliances = Set.of();
    private int attempts;

    private record UsedCredential(
            @Nullable String name, @Nullable Integer version) {}

    RequestFacts(Consumer<Receipt> receipts) {
        this.receipts = receipts;
    }

    void noteAction(String action) {
        this.action = action;
    }

    /** The write that was begun; absent while nothing can have been changed. */
    public @Nullable String action() {
        return action;
    }

    /** Notes when the write's outcome was recorded. */
    public void noteEnded(Instant time) {
        endedAt = time;
    }

    /** When the write's outcome was recorded; absent before. */
    public @Nullable Instant endedAt() {
        return endedAt;
    }

    /** Notes the credential that the request is about, while no version of it is known. */
    public void noteCredential(String name) {
        credential = new UsedCredential(name, null);
    }

    /** Notes the credential that Atlas will see. */
    public void noteCredential(String name, int version) {
        credential = new UsedCredential(name, version);
    }

    public @Nullable String credential() {
        return credential.name();
    }

    public @Nullable Integer credentialVersion() {
        return credential.version();
    }

    /** Notes that an HTTP request to Atlas is about to be sent for this one, without an answer yet. */
    public synchronized void noteAttempt() {
        attempts++;
        atlasStatus = null;
    }

    /** The number of HTTP requests to Atlas for this request, including challenges. */
    public synchronized int attempts() {
        return attempts;
    }

    /** Notes Atlas's status of the last attempt. */
    public void noteAtlasStatus(int status) {
        this.atlasStatus = status;
    }

    public @Nullable Integer atlasStatus() {
        return atlasStatus;
    }

    /**
     * Notes that the answer contains what another request has read.
     *
     * @param condition whether that may still be shown; quick, for any thread, and false for good once it is false
     */
    public synchronized void reliesOn(BooleanSupplier condition) {
        if (reliances.isEmpty()) {
            reliances = new HashSet<>();
        }
        reliances.add(condition);
    }

    /** Everything that the answer {@linkplain #reliesOn relies on} so far. */
    public synchronized Set<BooleanSupplier> reliances() {
        return Set.copyOf(reliances);
    }

    /** Everything that the answer {@linkplain #reliesOn relies on} so far, as one condition; forgets it. */
    public synchronized BooleanSupplier takeReliances() {
        Set<BooleanSupplier> taken = reliances;
        reliances = Set.of();
        return () -> {
            for (BooleanSupplier condition : taken) {
                if (!condition.getAsBoolean()) {
                    return false;
                }
            }
            return true;
        };
    }

    /** Notes that there is an audit record of this request. */
    public void noteRecord() {
        recorded = true;
    }

    /** Hands over the receipt of an audit record of this request. */
    public void noteReceipt(Receipt receipt) {
        noteRecord();
        receipts.accept(receipt);
    }

    /** Whether there is an audit record of this request already. */
    public boolean isRecorded() {
        return recorded;
    }

    /** Microseconds since the request arrived. */
    public long ageMicros() {
        return (System.nanoTime() - startedNanos) / 1_000;
    }

    /** Notes that the answer begins to stream now. */
    public void noteStreaming() {
        streamsAfterMicros = ageMicros();
    }

    /** Microseconds that the request has taken so far, or took until its answer began to stream. */
    public long tookMicros() {
        Long took = streamsAfterMicros;
        return took == null ? ageMicros() : took;
    }
}
