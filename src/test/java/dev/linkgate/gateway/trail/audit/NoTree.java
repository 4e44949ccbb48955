package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.trail.read.StoredTree;
import dev.linkgate.transparency.ChainBreak;
import dev.linkgate.transparency.ChainCheck;
import java.util.Optional;

/** A trail without a tree over it. */
final class NoTree implements StoredTree {

    @Override
    public Beginning behind(long size, String hash) {
        return new Beginning.Unknown();
    }

    @Override
    public Part read(long first, long last) {
        return new Part() {
            @Override
            public Optional<ChainBreak> compare(ChainCheck check) {
                return Optional.empty();
            }

            @Override
            public long checkpoints() {
                return 0;
            }
        };
    }

    @Override
    public Optional<ChainBreak> contradiction() {
        return Optional.empty();
    }

    @Override
    public boolean isSigned(String text, String note) {
        return false;
    }
}
