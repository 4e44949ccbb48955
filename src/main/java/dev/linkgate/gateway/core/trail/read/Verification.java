package dev.linkgate.gateway.core.trail.read;

import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.transparency.ChainBreak;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The result of checking the chain.
 *
 * @param records the number of records that were checked; if the chain is broken, of all that there are
 * @param head the last record, if the chain is valid
 * @param firstBroken the first place where the chain does not hold
 * @param from the checked records follow this one; absent if they are all
 * @param checkpoints the number of signed checkpoints that agreed, if the chain is valid
 * @param rights the rows that give rights and are not as the records say, if the whole chain was checked and is valid;
 *     no more than 100
 */
public record Verification(
        boolean valid,
        long records,
        @Nullable Receipt head,
        @Nullable FirstBroken firstBroken,
        @Nullable Long from,
        @Nullable Long checkpoints,
        @Nullable List<RightDifference> rights)
        implements Recorded {

    private static final int MOST = 100;

    /** What the record of a check of the whole trail is about. */
    public static final Target.Thing WHOLE = new Target.Thing(Target.Kind.TRAIL, "whole");

    /**
     * A place where the chain does not hold; the records before it that were checked are as they were written.
     *
     * @param reason the fault, for people
     */
    public record FirstBroken(long sequence, String reason) {}

    /** @param from 0 if all records were checked */
    public static Verification valid(long from, long checkpoints, Receipt head) {
        return new Verification(true, head.sequence() - from, head, null, behind(from), checkpoints, null);
    }

    /** A copy of this result with what the rows that give rights were compared with. */
    public Verification with(List<RightDifference> differences) {
        return new Verification(
                valid,
                records,
                head,
                firstBroken,
                from,
                checkpoints,
                List.copyOf(differences.subList(0, Math.min(MOST, differences.size()))));
    }

    public static Verification broken(long records, long from, ChainBreak found) {
        return new Verification(
                false, records, null, new FirstBroken(found.sequence(), found.reason()), behind(from), null, null);
    }

    /** What its record is about. */
    public Target target() {
        Target.Thing checked = from == null ? WHOLE : new Target.Thing(Target.Kind.TRAIL, "behind-" + from);
        return Target.of(checked.kind(), checked.name()).changing(Change.to(this));
    }

    @Override
    public Change.Values recorded() {
        return new Change.Values()
                .with("valid", valid)
                .with("records", records)
                .with(
                        "rights",
                        rights == null || rights.isEmpty()
                                ? null
                                : rights.stream().map(RightDifference::toString).collect(Collectors.joining(", ")))
                .with("firstBroken", firstBroken == null ? null : firstBroken.sequence() + ": " + firstBroken.reason());
    }

    private static @Nullable Long behind(long from) {
        return from == 0 ? null : from;
    }
}
