package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.request.Receipt;
import dev.linkgate.transparency.ChainBreak;
import dev.linkgate.transparency.ChainCheck;
import java.util.Optional;

/** A check of the trail, part by part. Not safe for several threads at once. */
final class TrailCheck {

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
                : Optional.of(
                        new ChainBreak(chain.sequence(), "its hash is not the one that seals the end of the chain"));
    }

    private Optional<ChainBreak> missing(String more) {
        return Optional.of(new ChainBreak(next(), "the record is missing" + more));
    }
}
