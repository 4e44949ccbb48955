package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasFault;
import dev.linkgate.gateway.core.atlas.channel.AtlasOperation;
import dev.linkgate.gateway.core.atlas.channel.Recovery;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Renders the fault table for people. */
final class FaultDocument {

    private static final Set<AtlasOperation> ALL = EnumSet.allOf(AtlasOperation.class);
    private static final Set<AtlasOperation> WRITES =
            ALL.stream().filter(AtlasOperation::isWrite).collect(Collectors.toSet());
    private static final Set<AtlasOperation> READS = EnumSet.complementOf(EnumSet.copyOf(WRITES));

    private static final String HEAD = """
            # Faults of requests to Atlas, and the recovery from each

            What the gateway does after an answer of Atlas, or the lack of one. Made from the code's table, `AtlasFault`.

            - **Again?** says whether the request is sent again: at most `linkgate.atlas.retries.max-tries` times, while the
              retry budget lasts, and if the pause ends before the deadline (`linkgate.atlas.deadline`).
            - **A pause** is Atlas's `Retry-After`, if any, a quarter of an hour at most, and a random part of 0.2 s, 0.4 s, 0.8 s.
              The `Retry-After` of a 429 holds all requests for its project's private endpoints, or for its clusters. A read
              whose kept connection ended is sent again at once the first time.
            - **Told** is the problem code that the caller gets when recovery did not help. On record is then `UNKNOWN` for
              `outcome-unknown`, `REFUSED` where a limit kept the request from being sent, and else `FAILED`.
            - **Read back**: if the resource shows the write's effect, the write succeeded. If not, and Atlas *had* answered,
              the write was not applied. If Atlas had *not* answered, the write may still be in transit
              ([0008](decisions/0008-writes-are-read-back.md)).
            - **Too much** is a body of more than 256 KiB, more than 200 links of a project, 1,000 endpoints of a link, 511
              clusters of a project or 1,000 connections to them. A cluster that is too long, or not valid, is left out of the
              answer, which says so; more than four of them, or all, are a fault.
            - **Resources** are the regional mode and the list of Data Federation, **entries** the endpoints of that list.
            - A row without a condition has that of the row above.

            | Condition | Operation | Again? | Told |
            |---|---|---|---|
            """;

    private FaultDocument() {}

    static String render() {
        return HEAD
                + Arrays.stream(AtlasFault.values()).map(FaultDocument::rows).collect(Collectors.joining());
    }

    private static String rows(AtlasFault fault) {
        Map<String, Set<AtlasOperation>> operations = new LinkedHashMap<>();
        for (AtlasOperation operation : AtlasOperation.values()) {
            Recovery recovery = fault.recovery(operation);
            String told = fault == AtlasFault.SUCCESS
                    ? "–"
                    : "`" + fault.failure(operation).code() + "`";
            String row = recovery.again() + after(recovery) + " | " + told + " |\n";
            operations
                    .computeIfAbsent(row, unseen -> EnumSet.noneOf(AtlasOperation.class))
                    .add(operation);
        }
        return operations.entrySet().stream()
                .map(row -> words(row.getValue()) + " | " + row.getKey())
                .collect(Collectors.joining("| | ", "| " + fault.description() + " | ", ""));
    }

    /** The page explains the pause once. */
    private static String after(Recovery recovery) {
        if (recovery.after().equals("–")) {
            return "";
        }
        return ", " + (recovery.after().startsWith("at once") ? recovery.after() : "after a pause");
    }

    private static String words(Set<AtlasOperation> operations) {
        if (operations.equals(ALL)) {
            return "any";
        }
        if (operations.equals(READS)) {
            return "reads";
        }
        if (operations.equals(WRITES)) {
            return "writes";
        }
        Set<AtlasOperation> others = EnumSet.complementOf(EnumSet.copyOf(operations));
        return others.size() < operations.size() ? "any but " + names(others) : names(operations);
    }

    private static String names(Set<AtlasOperation> operations) {
        return operations.stream()
                .map(operation -> operation.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }
}
