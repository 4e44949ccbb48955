package dev.linkgate.gateway.feature.archives;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an archive: the sequences of its first and last record, so that archives sort in their order.
 *
 * @param last also the size of its checkpoint
 */
record ArchiveName(long first, long last) {

    /** Twenty digits, of which a sequence never needs the first two. */
    private static final Pattern FILE = Pattern.compile("audit-(00[0-9]{18})-(00[0-9]{18})\\.ndjson\\.gz");

    /** The archive that a file is, whole and under its final name. */
    static Optional<ArchiveName> of(String file) {
        Matcher name = FILE.matcher(file);
        return name.matches()
                ? Optional.of(new ArchiveName(Long.parseLong(name.group(1)), Long.parseLong(name.group(2))))
                : Optional.empty();
    }

    /** The file of its records. */
    String records() {
        return stem() + ".ndjson.gz";
    }

    /** The file of its checkpoint. */
    String checkpoint() {
        return stem() + ".checkpoint";
    }

    private String stem() {
        return "audit-%020d-%020d".formatted(first, last);
    }
}
