package dev.linkgate.audit;

import dev.linkgate.kernel.Receipt;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks every record from the first to the end of the chain at the start of the check; records added during the check
 * do not disturb it.
 *
 * <p>An attacker who can write to the database can forge a whole chain together with its head. Only an earlier receipt
 * or an export kept elsewhere reveals that.
 */
@Component
class ChainVerifier {

    private final AuditStore store;

    ChainVerifier(AuditStore store) {
        this.store = store;
    }

    Verification verify() {
        Optional<Receipt> found = store.head();
        if (found.isEmpty()) {
            return broken(store.count(Selection.ALL) + 1, "the row with the end of the chain is missing");
        }
        Receipt head = found.get();
        Receipt last = new Receipt(0, HashChain.GENESIS);
        try (Stream<AuditRecord> records = store.oldestFirst(Selection.ALL, head.sequence())) {
            for (Iterator<AuditRecord> each = records.iterator(); each.hasNext(); ) {
                AuditRecord record = each.next();
                String fault = fault(record, last);
                if (fault != null) {
                    return broken(Math.min(record.sequence(), last.sequence() + 1), fault);
                }
                last = new Receipt(record.sequence(), record.hash());
            }
        }
        return verifyEnd(last, head);
    }

    private Verification verifyEnd(Receipt last, Receipt head) {
        if (last.sequence() < head.sequence()) {
            return broken(last.sequence() + 1, "the record is missing, and so are all after it");
        }
        if (!last.hash().equals(head.hash())) {
            return broken(last.sequence(), "its hash is not the one that seals the end of the chain");
        }
        if (store.countBehindHead() > 0) {
            return broken(last.sequence() + 1, "records stand behind the end of the chain");
        }
        return Verification.valid(head);
    }

    private static @Nullable String fault(AuditRecord record, Receipt before) {
        long expected = before.sequence() + 1;
        if (record.sequence() > expected) {
            return "the record is missing";
        }
        if (record.sequence() < expected) {
            return "the record has no place in the chain";
        }
        if (!record.previousHash().equals(before.hash())) {
            return "its previousHash is not the hash of the record before it";
        }
        String hash = HashChain.hash(HashChain.canonical(record.entry()), record.sequence(), before.hash());
        return record.hash().equals(hash) ? null : "its hash is not that of its content";
    }

    private Verification broken(long sequence, String reason) {
        return Verification.broken(store.count(Selection.ALL), sequence, reason);
    }
}
