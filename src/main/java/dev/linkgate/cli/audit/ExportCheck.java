package dev.linkgate.cli.audit;

import dev.linkgate.transparency.CanonicalForm;
import dev.linkgate.transparency.ChainBreak;
import dev.linkgate.transparency.ChainCheck;
import dev.linkgate.transparency.RecordLine;
import java.util.List;
import java.util.Optional;

/** Checks that exports are one chain, and that it is the one whose checkpoints are held. */
public final class ExportCheck {

    private ExportCheck() {}

    /**
     * Checks the exports in this order, in constant memory.
     *
     * @return what was checked, for people
     */
    public static String verify(List<String> exports, HeldCheckpoints checkpoints, Inputs inputs)
            throws Broken, Unreadable {
        try (ExportLines lines = new ExportLines(exports, inputs)) {
            RecordLine first = lines.next();
            if (first == null) {
                checkpoints.end(0, "no record");
                throw new Unreadable("There is no record in " + String.join(", ", exports) + ".");
            }
            ChainCheck chain = begin(first);
            checkAll(first, lines, chain, checkpoints);
            if (chain.frontier().isEmpty() && checkpoints.count() > 0) {
                throw new Unreadable("The export begins with record " + first.sequence()
                        + ". To compare checkpoints, name the archives with all records before it first.");
            }
            String summary = summary(first, chain, checkpoints);
            checkpoints.end(chain.sequence(), summary);
            return summary;
        }
    }

    private static void checkAll(RecordLine first, ExportLines lines, ChainCheck chain, HeldCheckpoints checkpoints)
            throws Broken, Unreadable {
        compare(checkpoints, chain);
        try {
            for (RecordLine record = first; record != null; record = lines.next()) {
                Optional<ChainBreak> fault =
                        chain.add(record.sequence(), record.canonical(), record.previousHash(), record.hash());
                if (fault.isPresent()) {
                    throw lines.broken(fault.get());
                }
                checkpoints.note(lines, chain.frontier());
                compare(checkpoints, chain);
            }
        } catch (Broken e) {
            checkpoints.requireAgreement(); // which ended before
            throw e;
        }
    }

    /** The first record of all says of itself that there is none before it. */
    private static ChainCheck begin(RecordLine first) {
        return first.sequence() <= 1 || first.previousHash().equals(CanonicalForm.GENESIS)
                ? ChainCheck.ofWhole()
                : ChainCheck.ofPart(first.sequence() - 1, first.previousHash());
    }

    private static void compare(HeldCheckpoints checkpoints, ChainCheck chain) {
        chain.frontier().ifPresent(tree -> checkpoints.compare(tree, chain.hash()));
    }

    /**
     * A chain that was written anew is consistent, too: only a checkpoint that was kept elsewhere shows that it is
     * valid.
     */
    private static String summary(RecordLine first, ChainCheck chain, HeldCheckpoints checkpoints) {
        boolean isWhole = chain.frontier().isPresent();
        return counted(isWhole ? chain.sequence() : chain.sequence() - first.sequence() + 1, "record")
                + (isWhole ? "" : " from " + first.sequence() + " on")
                + ", " + counted(checkpoints.agreeing(), "checkpoint")
                + (checkpoints.agreeing() == 0 ? ": consistent" : ": valid");
    }

    private static String counted(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
