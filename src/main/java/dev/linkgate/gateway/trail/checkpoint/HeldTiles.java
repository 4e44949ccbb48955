package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.transparency.TreeHash;
import java.util.Optional;

/** The tree's tiles as what the trail is held against: they have it as it was, also without any checkpoint. */
final class HeldTiles {

    private static final String HOLDER = "by the tree's tiles";

    private HeldTiles() {}

    /** Whether there are tiles of more records than there are. That is certain, even if no root can be made of them. */
    static Optional<Contradiction> ahead(TreeView view) {
        return view.tiled() > view.size() ? held(view).compare(view) : Optional.empty();
    }

    private static HeldCheckpoint held(TreeView view) {
        try {
            return HeldCheckpoint.of(HOLDER, view.tiled(), view.root(view.tiled()));
        } catch (BrokenTree e) {
            return HeldCheckpoint.of(HOLDER, view.tiled(), TreeHash.EMPTY);
        }
    }

    /** Why the trail is not the one of the tiles. */
    static Optional<Contradiction> compare(TreeView view) {
        try {
            return view.tiled() == 0
                    ? Optional.empty()
                    : HeldCheckpoint.of(HOLDER, view.tiled(), view.root(view.tiled()))
                            .compare(view);
        } catch (BrokenTree e) {
            return Optional.of(new Contradiction(
                    HeldCheckpoint.of(HOLDER, view.tiled(), TreeHash.EMPTY),
                    String.valueOf(e.getMessage()),
                    e.isBehind()));
        }
    }
}
