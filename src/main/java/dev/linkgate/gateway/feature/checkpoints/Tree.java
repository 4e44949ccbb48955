package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.read.TrailReader.Link;
import dev.linkgate.transparency.CanonicalForm;
import dev.linkgate.transparency.Frontier;
import dev.linkgate.transparency.TreeHash;
import java.util.HexFormat;

/**
 * The Merkle tree over the trail, up to a record. It grows by the hashes of the records behind that one, so appending a
 * record costs nothing. Not safe for several threads.
 */
final class Tree {

    /** The records that are read at once, some milliseconds' work. */
    private static final int PART = 4_096;

    private final TrailReader records;
    private final Frontier frontier;
    private String lastHash;

    /** The tree of no record. */
    Tree(TrailReader records) {
        this(records, new Frontier(), CanonicalForm.GENESIS);
    }

    /** @param lastHash of the last record of the frontier, which this tree continues */
    Tree(TrailReader records, Frontier frontier, String lastHash) {
        this.records = records;
        this.frontier = frontier;
        this.lastHash = lastHash;
    }

    /**
     * The tree at one moment, to be signed.
     *
     * @param size the number of records
     * @param lastHash of the last of them
     * @param frontier as it is stored
     */
    record State(long size, TreeHash root, String lastHash, String frontier) {}

    State state() {
        return new State(size(), frontier.root(), lastHash, frontier.text());
    }

    /** The number of records. */
    long size() {
        return frontier.size();
    }

    /**
     * Adds some of the records that are missing.
     *
     * @param end the last record to be added
     * @return whether there are more
     * @throws BrokenTree if a record is missing, or is not the one that follows; the records before it are added
     */
    boolean grow(long end) {
        long last = Math.min(end, size() + PART);
        for (Link next : records.links(size() + 1, last)) {
            if (next.sequence() != size() + 1) {
                break;
            }
            if (!next.previousHash().equals(lastHash)) {
                throw BrokenTree.of("record " + next.sequence() + " does not follow the one before it");
            }
            frontier.append(bytes(next));
            lastHash = next.hash();
        }
        if (size() < last) {
            throw BrokenTree.of("record " + (size() + 1) + " is missing");
        }
        return last < end;
    }

    /**
     * The hash of a record, which nothing has checked.
     *
     * @throws BrokenTree if it is none
     */
    static byte[] bytes(Link record) {
        try {
            byte[] bytes = HexFormat.of().parseHex(record.hash());
            if (bytes.length == TreeHash.LENGTH) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // refused like a hash of another length
        }
        throw BrokenTree.of("the hash of record " + record.sequence() + " is none");
    }
}
