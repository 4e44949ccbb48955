package dev.linkgate.gateway.audit;

import dev.linkgate.gateway.audit.AuditStore.Range;
import dev.linkgate.gateway.request.Receipt;
import dev.linkgate.gateway.request.RequestContext;
import dev.linkgate.gateway.request.Rounds;
import java.util.List;
import java.util.Optional;
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

    /** The records that one scan checks, some milliseconds' work. */
    private static final int PART = 1_000;

    private static final Scan ALL = new Scan(List.of(), List.of(), Scan.BEGINNING);

    private final AuditStore store;
    private final TrailScans scans;
    private final ScanThreads threads;
    private final Rounds<Selection, Verification> rounds = new Rounds<>();

    ChainVerifier(AuditStore store, TrailScans scans, ScanThreads threads) {
        this.store = store;
        this.scans = scans;
        this.threads = threads;
    }

    /** Those who ask at the same time share a check. */
    Verification verify(RequestContext context) {
        return rounds.get(context, Selection.ALL, () -> check(context));
    }

    private Verification check(RequestContext context) {
        Optional<Receipt> found = store.head();
        if (found.isEmpty()) {
            return broken(
                    context, scans.count(context, Selection.ALL) + 1, "the row with the end of the chain is missing");
        }
        Receipt head = found.get();
        Range left = store.range().until(head.sequence());
        Checked checked = new Checked(new Receipt(0, HashChain.GENESIS), null, left);
        while (checked.fault() == null && !checked.left().isEmpty()) {
            Checked before = checked;
            checked = threads.proceed(context, () -> checkPart(before));
        }
        return checked.fault() == null
                ? checkEnd(context, checked.last(), head)
                : broken(context, checked.fault().sequence(), checked.fault().reason());
    }

    /**
     * The state of a check.
     *
     * @param last the last record that is as it was written
     * @param fault the first place where the chain does not hold
     * @param left the records that are not checked yet
     */
    private record Checked(Receipt last, Verification.@Nullable FirstBroken fault, Range left) {}

    private Checked checkPart(Checked before) {
        List<AuditRecord> records = store.oldestFirst(ALL, before.left(), PART);
        Receipt last = before.last();
        for (AuditRecord record : records) {
            String fault = fault(record, last);
            if (fault != null) {
                long sequence = Math.min(record.sequence(), last.sequence() + 1);
                return new Checked(last, new Verification.FirstBroken(sequence, fault), before.left());
            }
            last = new Receipt(record.sequence(), record.hash());
        }
        long end = records.size() < PART ? before.left().last() : last.sequence();
        return new Checked(last, null, before.left().after(end));
    }

    private Verification checkEnd(RequestContext context, Receipt last, Receipt head) {
        if (last.sequence() < head.sequence()) {
            return broken(context, last.sequence() + 1, "the record is missing, and so are all after it");
        }
        if (!last.hash().equals(head.hash())) {
            return broken(context, last.sequence(), "its hash is not the one that seals the end of the chain");
        }
        if (threads.proceed(context, store::countBehindHead) > 0) {
            return broken(context, last.sequence() + 1, "records stand behind the end of the chain");
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

    private Verification broken(RequestContext context, long sequence, String reason) {
        return Verification.broken(scans.count(context, Selection.ALL), sequence, reason);
    }
}
