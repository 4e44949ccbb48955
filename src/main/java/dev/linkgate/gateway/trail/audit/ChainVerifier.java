package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.Receipt;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Rounds;
import dev.linkgate.gateway.trail.audit.AuditStore.Range;
import dev.linkgate.transparency.ChainBreak;
import dev.linkgate.transparency.ChainCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.springframework.stereotype.Component;

/**
 * Checks every record from the first to the end of the chain at the start of the check; records added during the check
 * do not disturb it. The tree over the trail, its checkpoints and the archives of earlier records are compared on the
 * way. While one part of the trail is checked, the next is read.
 *
 * <p>An attacker who can write to the database can forge a whole chain together with its head. Only an earlier receipt,
 * or a checkpoint or an export kept elsewhere, reveals that.
 */
@Component
class ChainVerifier {

    /** The records that one scan reads, some milliseconds' work. The tiles of the tree divide it. */
    private static final int PART = 1_024;

    /** Between two parts, while others append. */
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final AuditStore store;
    private final ChainReader reader;
    private final TrailBase base;
    private final StoredTree tree;
    private final TrailScans scans;
    private final ScanExecutors threads;
    private final Rounds<Long, Verification> rounds = new Rounds<>();

    ChainVerifier(
            AuditStore store,
            ChainReader reader,
            TrailBase base,
            StoredTree tree,
            TrailScans scans,
            ScanExecutors threads) {
        this.store = store;
        this.reader = reader;
        this.base = base;
        this.tree = tree;
        this.scans = scans;
        this.threads = threads;
    }

    /**
     * Those who ask for the same at the same time share a check.
     *
     * @param from the size of a checkpoint, behind whose records the check begins; 0 for the beginning of the trail
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code invalid-request} if there is no such checkpoint
     */
    Verification verify(RequestContext context, long from) {
        return rounds.get(context, from, () -> check(context, from));
    }

    /** The records of an archive that was made meanwhile are missing at the wrong place. */
    private Verification check(RequestContext context, long from) {
        List<Archived> archives = base.archives();
        Verification result = check(context, from, archives);
        while (!result.valid() && !base.archives().equals(archives)) {
            archives = base.archives();
            result = check(context, from, archives);
        }
        return result;
    }

    private Verification check(RequestContext context, long from, List<Archived> archives) {
        long archived = archives.isEmpty() ? 0 : archives.getLast().last();
        long before = from == 0 ? archived : from;
        Optional<Receipt> head = store.head();
        if (head.isEmpty()) {
            return broken(
                    context,
                    before,
                    new ChainBreak(store.range().last() + 1, "the row with the end of the chain is missing"));
        }
        Optional<ChainBreak> altered = Archived.firstBreak(archives, tree).or(() -> breakOfEnd(archived, head.get()));
        if (altered.isPresent()) {
            return broken(context, before, altered.get());
        }
        if (before < archived || before > head.get().sequence()) {
            throw noCheckpoint(archived, head.get().sequence());
        }
        if (before == 0) {
            return check(context, ChainCheck.ofWhole(), head.get());
        }
        Optional<String> hash =
                before == archived ? Optional.of(archives.getLast().hash()) : store.hash(before);
        if (hash.isEmpty()) {
            return broken(context, before, new ChainBreak(before, "the record is missing"));
        }
        return switch (threads.begin(context, () -> tree.behind(before, hash.get()))) {
            case StoredTree.Beginning.Behind behind -> check(context, behind.check(), head.get());
            case StoredTree.Beginning.Broken found -> broken(context, before, found.why());
            case StoredTree.Beginning.Unknown unknown -> unknown(context, from, archived, head.get());
        };
    }

    private Verification unknown(RequestContext context, long from, long archived, Receipt head) {
        if (from != 0) {
            throw noCheckpoint(archived, head.sequence());
        }
        return broken(
                context, archived, new ChainBreak(archived, "the record is archived, and no checkpoint ends with it"));
    }

    private static RuntimeException noCheckpoint(long archived, long last) {
        return Failure.invalid(
                        "from",
                        "must be the size of a checkpoint from " + Math.max(1, archived) + " to " + last
                                + "; GET /admin/audit/checkpoints has them")
                .toException();
    }

    private static Optional<ChainBreak> breakOfEnd(long archived, Receipt head) {
        return archived > head.sequence()
                ? Optional.of(new ChainBreak(
                        head.sequence() + 1, "the chain ends before record " + archived + ", which is archived"))
                : Optional.empty();
    }

    private Verification check(RequestContext context, ChainCheck chain, Receipt head) {
        TrailCheck check = new TrailCheck(chain);
        Range all = store.range();
        return check.breakBefore(all.first())
                .or(() -> firstBreak(
                        context, check, new Range(check.next(), Math.min(all.last(), head.sequence())), head))
                .or(() -> check.breakAtEnd(head))
                .or(() -> breakBehindEnd(context, head))
                .or(() -> threads.proceed(context, tree::contradiction))
                .map(found -> broken(context, check.from(), found))
                .orElseGet(() -> Verification.valid(check.from(), check.checkpoints(), head));
    }

    /**
     * Reads a part while the one before it is checked. Once somebody else has appended a record, reading and checking take
     * turns instead, with pauses: so most of two processors is free for those who wait for their records.
     */
    private Optional<ChainBreak> firstBreak(RequestContext context, TrailCheck check, Range all, Receipt head) {
        CompletableFuture<Optional<ChainBreak>> checking = CompletableFuture.completedFuture(Optional.empty());
        boolean alone = true;
        for (Range left = all; !left.isEmpty(); ) {
            Range part = left.until((left.first() / PART + 1) * PART);
            if (!alone) {
                threads.await(context, checking);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            TrailCheck.Part read = threads.proceed(context, () -> read(part));
            Optional<ChainBreak> before = threads.await(context, checking);
            if (before.isPresent()) {
                return before;
            }
            checking = threads.check(() -> check.firstBreak(read));
            alone &= read.head().equals(Optional.of(head));
            left = left.after(part.last());
        }
        return threads.await(context, checking);
    }

    private TrailCheck.Part read(Range part) {
        return new TrailCheck.Part(part.last(), reader.read(part), tree.read(part.first(), part.last()), store.head());
    }

    private Optional<ChainBreak> breakBehindEnd(RequestContext context, Receipt head) {
        return threads.proceed(context, store::countBehindHead) > 0
                ? Optional.of(new ChainBreak(head.sequence() + 1, "records stand behind the end of the chain"))
                : Optional.empty();
    }

    private Verification broken(RequestContext context, long from, ChainBreak found) {
        return Verification.broken(scans.count(context, Selection.ALL), from, found);
    }

    /** A check of the trail, part by part. Not safe for several threads at once. */
    static final class TrailCheck {

        private final ChainCheck chain;
        private final long from;
        private long checkpoints;

        /** @param chain has checked the records before, if there are any */
        TrailCheck(ChainCheck chain) {
            this.chain = chain;
            this.from = chain.sequence();
        }

        /**
         * A part as it was read.
         *
         * @param last the sequence of its last record, if none is missing
         * @param head the end of the chain at that moment
         */
        record Part(long last, ChainRecords records, StoredTree.Part tree, Optional<Receipt> head) {}

        /** The sequence of the last record that is not checked. */
        long from() {
            return from;
        }

        /** The number of checkpoints that agreed. */
        long checkpoints() {
            return checkpoints;
        }

        /** The sequence of the next record to be checked. */
        long next() {
            return chain.sequence() + 1;
        }

        /** @param first of the trail */
        Optional<ChainBreak> breakBefore(long first) {
            return from == 0 && first < 1
                    ? Optional.of(new ChainBreak(first, "the record has no place in the chain"))
                    : Optional.empty();
        }

        Optional<ChainBreak> firstBreak(Part part) {
            for (ChainRecord record = part.records().next();
                    record != null;
                    record = part.records().next()) {
                Optional<ChainBreak> found =
                        chain.add(record.sequence(), record.canonical(), record.previousHash(), record.hash());
                if (found.isEmpty()) {
                    found = part.tree().compare(chain);
                }
                if (found.isPresent()) {
                    return found;
                }
            }
            checkpoints += part.tree().checkpoints();
            return chain.sequence() < part.last() ? missing("") : Optional.empty();
        }

        Optional<ChainBreak> breakAtEnd(Receipt head) {
            if (chain.sequence() < head.sequence()) {
                return missing(", and so are all after it");
            }
            return chain.hash().equals(head.hash())
                    ? Optional.empty()
                    : Optional.of(new ChainBreak(
                            chain.sequence(), "its hash is not the one that seals the end of the chain"));
        }

        private Optional<ChainBreak> missing(String more) {
            return Optional.of(new ChainBreak(next(), "the record is missing" + more));
        }
    }
}
