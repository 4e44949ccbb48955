package dev.linkgate.cli.audit;

import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.Frontier;
import dev.linkgate.transparency.TreeHash;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Checkpoints that were kept outside the gateway. They are compared with a tree while it grows, each when the tree has
 * its size.
 */
public final class HeldCheckpoints {

    private static final String FILES = "*.checkpoint";

    /** Without the origin, which all share, because there may be a hundred thousand of them. */
    private record Held(Path file, long size, TreeHash root) {}

    private final List<Held> bySize;
    private int compared;

    private HeldCheckpoints(List<Held> held) {
        this.bySize = held.stream().sorted(Comparator.comparingLong(Held::size)).toList();
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
                held.add(new Held(file, checkpoint.size(), checkpoint.root()));
            }
        }
        return new HeldCheckpoints(held);
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

    /** Compares those that are as large as the tree now is. */
    void compare(Frontier tree) throws Broken {
        while (compared < bySize.size() && bySize.get(compared).size == tree.size()) {
            Held held = bySize.get(compared);
            if (!held.root.equals(tree.root())) {
                throw different(held);
            }
            compared++;
        }
    }

    private Broken different(Held held) {
        if (compared == 0) {
            return between(1, held);
        }
        Held last = bySize.get(compared - 1);
        return last.size == held.size
                ? new Broken("broken: the checkpoints " + last.file + " and " + held.file
                        + " are of the same size and have different roots")
                : between(last.size + 1, held);
    }

    private static Broken between(long first, Held held) {
        return new Broken("broken between records " + first + " and " + held.size
                + ": they are not those of the checkpoint " + held.file);
    }

    /** There must be none of a larger tree. */
    void end(long records) throws Broken {
        if (compared < bySize.size()) {
            Held held = bySize.get(compared);
            throw new Broken("broken at record " + (records + 1)
                    + ": the record is missing, and so are all after it: the checkpoint " + held.file + " is of "
                    + held.size);
        }
    }
}
