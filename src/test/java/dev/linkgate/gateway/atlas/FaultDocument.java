package dev.linkgate.gateway.atlas;

import dev.linkgate.gateway.audit.Outcomes;
import dev.linkgate.gateway.channel.AtlasFault;
import dev.linkgate.gateway.channel.AtlasOperation;
import dev.linkgate.gateway.channel.Recovery;
import dev.linkgate.gateway.request.AtlasAnswer;
import dev.linkgate.gateway.request.Failure;
import dev.linkgate.gateway.request.ProblemCode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Renders the fault table for people. */
final class FaultDocument {

    private static final Set<AtlasFault> WITHOUT_ANSWER = EnumSet.range(AtlasFault.BREAKER_OPEN, AtlasFault.TIMED_OUT);
    private static final Set<AtlasOperation> ALL = EnumSet.allOf(AtlasOperation.class);
    private static final Set<AtlasOperation> WRITES =
            ALL.stream().filter(AtlasOperation::isWrite).collect(Collectors.toSet());
    private static final Set<AtlasOperation> READS = EnumSet.complementOf(EnumSet.copyOf(WRITES));

    private static final String HEAD = """
            # Faults of requests to Atlas, and the recovery from each

            Made from the table in the code, `dev.linkgate.gateway.channel.AtlasFault`; a test compares the two. Each row is one
            answer, or the lack of one, for a kind of operation.

            - **Again?** says whether the request is sent again: at most `linkgate.atlas.retries.max-tries` times, only while
              the retry budget lasts, and only if the pause ends before the request's deadline (`linkgate.atlas.deadline`).
            - **Told** is the problem code that the caller gets when recovery did not help. **Audit** is the recorded result.
            - **Read back**: the written resource is read, as often as any read. If it shows the write's effect, the write
              succeeded, whatever Atlas had answered. If it does not, and Atlas *had* answered, the write was not applied and
              may be sent again. If it does not, and Atlas had *not* answered, the write may still be in transit. An addition
              (of an endpoint or a link) is then sent again, because Atlas takes an id, and a link of a region, once: if both
              copies arrive, the second gets the answer that the resource exists, and a read confirms it. While a copy may be
              in transit, any end but a success is `outcome-unknown`, whatever the answer to a later copy. A removal or change
              without an answer is not repeated, because a late copy could undo a later write; it is `outcome-unknown` at
              once. So is a write whose read-back fails. If the answer to a repeated write is that the resource exists (or,
              for a removal, that it is gone), and a read confirms it, the earlier try did it.
            - Reads and writes each have one loop that repeats them, so all causes together count as tries.
            - A pause is Atlas's `Retry-After`, if any, a quarter of an hour at most, plus a random part of 0.2 s, 0.4 s,
              0.8 s. The `Retry-After` of a 429 holds all requests for its project's private endpoints, or for its clusters,
              and no others. A read whose connection ended is sent again without a pause the first time, if the connection
              had been kept after an earlier request: servers close such connections at any time.
            - **Too much** is a body of more than 256 KiB, more than 200 links of a project, more than 1,000 endpoints of a
              link, or more than 511 clusters of a project or 1,000 connections to them. A page of clusters that is too long
              is read in halves first. A cluster that is too long even alone, or is not valid, is left out of the answer,
              which says so; more than four of them, or all, are a fault. Texts are cut at 1,000 characters, and the gateway's own secrets in them are
              replaced; a connection string of more than 8,000 characters, or with a secret in it, is not valid.

            | Condition | Operation | Again? | After | Told | Audit |
            |---|---|---|---|---|---|
            """;

    private FaultDocument() {}

    static String render() {
        return HEAD
                + Arrays.stream(AtlasFault.values()).map(FaultDocument::rows).collect(Collectors.joining());
    }

    /** The audited result when recovery did not help. */
    static String audited(AtlasFault fault, AtlasOperation operation) {
        if (fault == AtlasFault.SUCCESS) {
            return "SUCCEEDED";
        }
        Failure failure = fault.failure(operation);
        Failure answered =
                WITHOUT_ANSWER.contains(fault) ? failure : failure.answeredBy(new AtlasAnswer(500, null, null));
        return Outcomes.result(answered, failure.code() == ProblemCode.OUTCOME_UNKNOWN);
    }

    private static String rows(AtlasFault fault) {
        Map<String, Set<AtlasOperation>> operations = new LinkedHashMap<>();
        for (AtlasOperation operation : AtlasOperation.values()) {
            Recovery recovery = fault.recovery(operation);
            String told = fault == AtlasFault.SUCCESS
                    ? "–"
                    : "`" + fault.failure(operation).code() + "`";
            String row = recovery.again() + " | " + recovery.after() + " | " + told + " | " + audited(fault, operation)
                    + " |\n";
            operations
                    .computeIfAbsent(row, unseen -> EnumSet.noneOf(AtlasOperation.class))
                    .add(operation);
        }
        return operations.entrySet().stream()
                .map(row -> "| " + fault.description() + " | " + words(row.getValue()) + " | " + row.getKey())
                .collect(Collectors.joining());
    }

    private static String words(Set<AtlasOperation> operations) {
        if (operations.equals(ALL)) {
            return "any";
        }
        if (operations.equals(READS)) {
            return "reads";
        }
        return operations.equals(WRITES)
                ? "writes"
                : operations.stream()
                        .map(operation ->
                                operation.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .collect(Collectors.joining(", "));
    }
}
