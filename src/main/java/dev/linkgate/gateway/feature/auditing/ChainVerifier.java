package dev.linkgate.gateway.feature.auditing;

import dev.linkgate.gateway.core.platform.concurrency.Rounds;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.read.Archived;
import dev.linkgate.gateway.core.trail.read.ScanExecutors;
import dev.linkgate.gateway.core.trail.read.Selection;
import dev.linkgate.gateway.core.trail.read.TrailBase;
import dev.linkgate.gateway.core.trail.read.TrailFilter;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.read.TrailReader.Range;
import dev.linkgate.gateway.core.trail.read.Verification;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.HashChain;
import dev.linkgate.gateway.feature.checkpoints.RecordedSeals;
import dev.linkgate.gateway.feature.checkpoints.SignedTrail;
import dev.linkgate.transparency.ChainBreak;
import dev.linkgate.transparency.ChainCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks every record from the first to the end of the chain at the start of the check; records added during the check
 * do not disturb it. Its checkpoints, and the archives of earlier records, are compared on the way. Only a part of the trail is in memory at a time.
 *
 * <p>An attacker who can write to the database can forge a whole chain together with its head. Only an earlier receipt,
 * or a checkpoint or an export kept elsewhere, reveals that.
 */
@Component
public class ChainVerifier {

    /** The records that one scan reads and checks, some milliseconds' work. */
    private static final int PART = 1_024;

    /** The pause between two parts. */
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final TrailReader reader;
    private final TrailBase base;
    private final SignedTrail signed;
    private final TrailScans scans;
    private final ScanExecutors threads;
    private final ComparedRights rights;
    private final Rounds<Long, Verification> rounds = new Rounds<>();

    public ChainVerifier(
            TrailReader reader,
            TrailBase base,
            SignedTrail signed,
            TrailScans scans,
            ScanExecutors threads,
            ComparedRights rights) {
        this.reader = reader;
        this.base = base;
        this.signed = signed;
        this.scans = scans;
        this.threads = threads;
        this.rights = rights;
    }

    /**
     * Checks the chain. Callers who ask for the same at the same time share a check.
     *
     * @param from the size of a checkpoint, behind whose records the check begins; 0 for the beginning of the trail
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} if there is no such
     *     checkpoint
     */
    public Verification verify(RequestContext context, long from) {
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
        Optional<Receipt> head = reader.head();
        if (head.isEmpty()) {
            return broken(
                    context,
                    before,
                    new ChainBreak(reader.range().last() + 1, "the row with the end of the chain is missing"));
        }
        Optional<ChainBreak> altered = signed.firstBreak(archives).or(() -> breakOfEnd(archived, head.get()));
        if (altered.isPresent()) {
            return broken(context, before, altered.get());
        }
        if (before < archived || before > head.get().sequence()) {
            throw noCheckpoint(archived, head.get().sequence());
        }
        if (before == 0) {
            return check(context, ChainCheck.ofWhole(), head.get(), RecordedSeals.after(null));
        }
        Optional<String> hash = before == archived
                ? Optional.of(archives.getLast().hash())
                : reader.find(before).map(AuditRecord::hash);
        if (hash.isEmpty()) {
            return broken(context, before, new ChainBreak(before, "the record is missing"));
        }
        return switch (threads.begin(context, () -> signed.behind(before, hash.get()))) {
            case SignedTrail.Beginning.Behind behind ->
                check(
                        context,
                        behind.check(),
                        head.get(),
                        from == 0 ? RecordedSeals.after(archives.getLast().seals()) : null);
            case SignedTrail.Beginning.Broken found -> broken(context, before, found.why());
            case SignedTrail.Beginning.Unknown unknown -> unknown(context, from, archived, head.get());
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

    /** @param recorded what the records before say of the rows that give rights; absent not to compare these */
    private Verification check(
            RequestContext context, ChainCheck chain, Receipt head, @Nullable RecordedSeals recorded) {
        TrailCheck check = new TrailCheck(chain, recorded);
        Range all = reader.range();
        return check.breakBefore(all.first())
                .or(() -> firstBreak(context, check, new Range(check.next(), Math.min(all.last(), head.sequence()))))
                .or(() -> check.breakAtEnd(head))
                .or(() -> breakBehindEnd(context, head))
                .or(() -> threads.proceed(context, signed::contradiction))
                .map(found -> broken(context, check.from(), found))
                .orElseGet(() -> valid(context, check, head, recorded));
    }

    private Verification valid(
            RequestContext context, TrailCheck check, Receipt head, @Nullable RecordedSeals recorded) {
        Verification valid = Verification.valid(check.from(), check.checkpoints(), head);
        return recorded == null ? valid : valid.with(rights.differences(context, recorded, head.sequence()));
    }

    /**
     * The first break. The check makes pauses, so that callers who wait for their records have most of the processors
     * and of the database.
     */
    private Optional<ChainBreak> firstBreak(RequestContext context, TrailCheck check, Range all) {
        Optional<ChainBreak> found = Optional.empty();
        for (Range left = all; !left.isEmpty() && found.isEmpty(); ) {
            Range part = left.until((left.first() / PART + 1) * PART);
            found = threads.proceed(context, () -> firstBreak(check, part));
            left = left.after(part.last());
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return found;
    }

    private Optional<ChainBreak> firstBreak(TrailCheck check, Range part) {
        SignedTrail.SignedRange stored = signed.read(part.first(), part.last());
        // One more than there can be shows that a sequence is there twice.
        List<AuditRecord> records = reader.after(part.first() - 1, TrailFilter.ALL.until(part.last()), PART + 1)
                .records();
        return check.firstBreak(records, stored, part.last());
    }

    private Optional<ChainBreak> breakBehindEnd(RequestContext context, Receipt head) {
        return threads.proceed(context, reader::countBehindHead) > 0
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
        private final @Nullable RecordedSeals recorded;
        private long checkpoints;

        /**
         * @param chain has checked the records before, if there are any
         * @param recorded gets the records; absent if nobody needs them
         */
        TrailCheck(ChainCheck chain, @Nullable RecordedSeals recorded) {
            this.chain = chain;
            this.recorded = recorded;
            this.from = chain.sequence();
        }

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

        /**
         * Checks a part.
         *
         * @param last the sequence of its last record, if none is missing
         */
        Optional<ChainBreak> firstBreak(List<AuditRecord> records, SignedTrail.SignedRange signed, long last) {
            for (AuditRecord record : records) {
                Optional<ChainBreak> found = chain.add(
                                record.sequence(),
                                HashChain.canonical(record.entry()),
                                record.previousHash(),
                                record.hash())
                        .or(() -> signed.compare(chain));
                if (found.isPresent()) {
                    return found;
                }
                if (recorded != null) {
                    recorded.add(record.entry());
                }
            }
            checkpoints += signed.checkpoints();
            return chain.sequence() < last ? missing("") : Optional.empty();
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
