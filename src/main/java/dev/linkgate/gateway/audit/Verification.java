package dev.linkgate.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.gateway.request.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * The result of checking the whole chain.
 *
 * @param records the number of records
 * @param head the last record, if the chain is valid
 * @param firstBroken the first place where the chain does not hold
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Verification(
        boolean valid,
        long records,
        @Nullable Receipt head,
        @Nullable FirstBroken firstBroken) {

    /**
     * A place where the chain does not hold; the records before it are as they were written.
     *
     * @param reason the fault, for people
     */
    record FirstBroken(long sequence, String reason) {}

    static Verification valid(Receipt head) {
        return new Verification(true, head.sequence(), head, null);
    }

    static Verification broken(long records, long sequence, String reason) {
        return new Verification(false, records, null, new FirstBroken(sequence, reason));
    }
}
