package dev.linkgate.cli.audit;

import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.Frontier;
import dev.linkgate.transparency.GivenUpCheckpoint;
import dev.linkgate.transparency.TreeHash;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints that were kept outside the gateway. They are compared with a tree while it grows, each when the tree has
 * its size.
 */
public final class HeldCheckpoints {

    private static final String FILES = "*.checkpoint";

    /** Without the origin, which all share, because there may be a hundred thousand of them. */
    private record Held(
            Path file,
            long size,
            TreeHash root,
            @Nullable String lastHash,
            @Nullable Instant givenUpAt) {}

    /** One that is not of the tree. */
    private record Other(Held held, Broken why) {}

    private final List<Held> bySize;
    private final VerifierKeys keys;
    private final List<Other> others = new ArrayList<>();
    private final List<Acceptance> acceptances = new ArrayList<>();

    /** The roots of the tree up to each record about an acceptance, by their sizes. */
    private final Map<Long, TreeHash> asked = new HashMap<>();

    private int compared;
    private @Nullable Held agreed;

    private HeldCheckpoints(List<Held> held, VerifierKeys keys) {
        this.bySize = held.stream().sorted(Comparator.comparingLong(Held::size)).toList();
        this.keys = keys;
    }

    /**
     * Reads them and checks their signatures.
     *
     * @param places files, or directories with files {@value #FILES}
     */
    public static HeldCheckpoints read(List<Path> places, VerifierKeys keys, Inputs inputs) throws Broken, Unreadable {
        List<Held> held = new ArrayList<>();
        for (Path place : places) {
            for (Path file : Files.isDirectory(place) ? filesIn(place) : List.of(place)) {
                Checkpoint checkpoint = keys.checkpoint(file.toString(), inputs.read(file.toString()));
                held.add(new Held(
                        file, checkpoint.size(), checkpoint.root(), checkpoint.lastHash(), checkpoint.givenUpAt()));
            }
        }
        return new HeldCheckpoints(held, keys);
    }

    private static List<Path> filesIn(Path directory) throws Unreadable {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, FILES)) {
            all.forEach(files::add);
        } catch (IOException e) {
            throw Unreadable.of(directory.toString(), e);
        }
        if (files.isEmpty()) {
            throw new Unreadable("There is no file " + FILES + " in " + directory + ".");
        }
        return files;
    }

    int count() {
        return bySize.size();
    }

    /**
     * Notes the record behind the last one that was compared.
     *
     * @param tree up to that record; empty if it is not known
     */
    void note(ExportLines lines, Optional<Frontier> tree) {
        if (!bySize.isEmpty() && lines.has(Acceptance.MARK)) {
            tree.ifPresent(known -> asked.put(known.size(), known.root()));
            Acceptance.of(lines.text(), keys).ifPresent(acceptances::add);
        }
    }

    /** Compares those that are as large as the tree now is. */
    void compare(Frontier tree, String lastHash) {
        while (compared < bySize.size() && bySize.get(compared).size == tree.size()) {
            Held held = bySize.get(compared);
            if (held.root.equals(tree.root()) && (held.lastHash == null || held.lastHash.equals(lastHash))) {
                agreed = held;
            } else {
                others.add(new Other(held, different(held)));
            }
            compared++;
        }
    }

    private Broken different(Held held) {
        Held last = agreed;
        return last != null && last.size == held.size
                ? new Broken("broken: the checkpoints " + last.file + " and " + held.file
                        + " are of the same size and of different records")
                : new Broken("broken between records " + (last == null ? 1 : last.size + 1) + " and " + held.size
                        + ": they are not those of the checkpoint " + held.file);
    }

    /** Requires that the compared checkpoints agree with the tree, except those that were given up. */
    void requireAgreement() throws Broken {
        for (Other other : others) {
            if (acceptanceOf(other.held).isEmpty()) {
                throw other.why;
            }
        }
    }

    /**
     * All must be of the tree.
     *
     * @param records in the tree
     * @param checked what was checked, for people
     */
    void end(long records, String checked) throws Broken {
        requireAgreement();
        List<Held> rest = bySize.subList(compared, bySize.size());
        for (Held held : rest) {
            if (acceptanceOf(held).isEmpty()) {
                throw new Broken("incomplete: the export ends with record " + records + ", and the checkpoint "
                        + held.file + " is of " + held.size
                        + ". It is newer than the export, or the end was cut off: export again. If that has no more"
                        + " records, the trail was cut. Checked: " + checked);
            }
        }
        List<Held> givenUp =
                Stream.concat(others.stream().map(Other::held), rest.stream()).toList();
        if (!givenUp.isEmpty()) {
            Held last = givenUp.getLast();
            Acceptance acceptance = acceptanceOf(last).orElseThrow();
            throw new Broken("rolled back: the checkpoint " + last.file + " of " + last.size
                    + " is of another trail, which was given up at "
                    + acceptance.checkpoint().time() + ", as the gateway has signed; record " + acceptance.record()
                    + " says by whom. Checked: " + checked);
        }
    }

    /** The number of those that are of the tree. */
    int agreeing() {
        return compared - others.size();
    }

    /**
     * Why one need not agree: it was given up, or it is of the trail before that, as one that was accepted instead is
     * in the export.
     */
    private Optional<Acceptance> acceptanceOf(Held held) {
        return acceptances.stream()
                .filter(each -> held.size <= each.checkpoint().size())
                .filter(each -> isGivenUp(held, each.checkpoint())
                        || (isBefore(held, each.checkpoint()) && isKept(each.checkpoint())))
                .findFirst();
    }

    private static boolean isGivenUp(Held held, GivenUpCheckpoint givenUp) {
        return held.size == givenUp.size() && held.root.base64().equals(givenUp.root());
    }

    /** A checkpoint of the trail since then names it, or a later one. */
    private static boolean isBefore(Held held, GivenUpCheckpoint givenUp) {
        return held.givenUpAt == null || held.givenUpAt.isBefore(givenUp.time());
    }

    /** Otherwise the records before it may be others than those that were accepted. */
    private boolean isKept(GivenUpCheckpoint givenUp) {
        TreeHash root = asked.get(givenUp.keptSize());
        return root != null && root.base64().equals(givenUp.keptRoot());
    }
}
