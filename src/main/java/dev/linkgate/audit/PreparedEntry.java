package dev.linkgate.audit;

/** An entry on its way into the chain, with all of it made ready that does not depend on its place there. */
final class PreparedEntry {

    private final Entry entry;
    private final byte[] canonical;

    PreparedEntry(Entry entry) {
        this.entry = entry;
        this.canonical = HashChain.canonical(entry);
    }

    Entry entry() {
        return entry;
    }

    String hash(long sequence, String previousHash) {
        return HashChain.hash(canonical, sequence, previousHash);
    }
}
