package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasFault;
import dev.linkgate.gateway.core.atlas.channel.AtlasOperation;
import dev.linkgate.gateway.core.atlas.channel.Recovery;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is to come of a fault, written by hand beside the table in the code, so that a change of one alone is seen.
 *
 * @param again whether and how the request is sent again, for each operation
 * @param told the problem code that the caller gets when that did not help; {@code –} if all is well
 * @param audited the result on record then
 */
record ExpectedFault(
        AtlasFault fault,
        Map<AtlasOperation, Recovery> again,
        Map<AtlasOperation, String> told,
        Map<AtlasOperation, String> audited) {

    /**
     * One row a fault: its name; whether it is sent again; what the caller is told; what is on record. One word holds
     * for all, two for reads and writes, three for reads, additions and other writes. Exceptions follow, each with its
     * operation.
     */
    private static final List<ExpectedFault> ROWS = rows("""
            BREAKER_OPEN      | FAIL                                   | atlas-unavailable                  | FAILED
            HELD_BACK         | FAIL                                   | rate-limited                       | REFUSED
            NO_PLACE          | FAIL                                   | rate-limited                       | REFUSED
            NO_TURN           | FAIL                                   | atlas-timeout, atlas-unavailable   | FAILED
            NOT_CONNECTED     | RETRY                                  | atlas-unavailable                  | FAILED
            NO_ANSWER         | RETRY, RETRY_UNLESS_FOUND, VERIFY_ONLY | atlas-unavailable, outcome-unknown | FAILED, UNKNOWN
            TIMED_OUT         | RETRY, RETRY_UNLESS_FOUND, VERIFY_ONLY | atlas-timeout, outcome-unknown     | FAILED, UNKNOWN
            SUCCESS           | NONE                                   | –                                  | SUCCEEDED
            UNREADABLE        | FAIL, VERIFY_ONLY                      | atlas-error, outcome-unknown       | FAILED, UNKNOWN
            REJECTED          | FAIL                                   | atlas-rejected-request             | FAILED
            STALE             | RETRY_AT_ONCE                          | atlas-unavailable                  | FAILED
            KEY_REFUSED       | FAIL                                   | atlas-credential-rejected          | FAILED
            NOT_AUTHORIZED    | FAIL                                   | atlas-credential-rejected          | FAILED
            STRANGE_CHALLENGE | FAIL                                   | atlas-error                        | FAILED
            ACCESS_LIST       | FAIL                                   | atlas-access-list                  | FAILED
            ACCESS_FORBIDDEN  | FAIL                                   | atlas-credential-rejected          | FAILED
            AGAINST_POLICY    | FAIL                                   | atlas-rejected-request             | FAILED
            FORBIDDEN         | FAIL                                   | atlas-error                        | FAILED
            NO_PROJECT        | FAIL                                   | project-not-found                  | FAILED
            NO_LINK           | FAIL                                   | link-not-found                     | FAILED
            NOTHING_THERE     | FAIL | link-not-found, LIST_LINKS=project-not-found, CREATE_LINK=project-not-found, LIST_CLUSTERS=project-not-found, GET_PROJECT=project-not-found, GET_RESOURCE=project-not-found, CHANGE_RESOURCE=project-not-found, ADD_ENTRY=project-not-found, GET_ENDPOINT=endpoint-not-found, REMOVE_ENDPOINT=endpoint-not-found, GET_ENTRY=endpoint-not-found, REMOVE_ENTRY=endpoint-not-found | FAILED
            MAINTENANCE       | RETRY                                  | atlas-unavailable                  | FAILED
            METHOD_REFUSED    | FAIL                                   | atlas-error                        | FAILED
            REQUEST_TIMEOUT   | RETRY, VERIFY_THEN_RETRY               | atlas-unavailable                  | FAILED
            EXISTS            | FAIL | atlas-conflict, ADD_ENDPOINT=endpoint-exists, CREATE_LINK=link-exists | FAILED
            NOT_READY         | FAIL | atlas-conflict, ADD_ENDPOINT=link-not-ready          | FAILED
            NOT_EMPTY         | FAIL | atlas-conflict, REMOVE_LINK=link-not-empty           | FAILED
            CONFLICT          | FAIL                                   | atlas-conflict                     | FAILED
            GONE              | FAIL                                   | atlas-error                        | FAILED
            RATE_LIMITED      | RETRY                                  | rate-limited                       | FAILED
            FAILING           | RETRY, VERIFY_THEN_RETRY               | atlas-unavailable                  | FAILED
            UNEXPECTED        | FAIL                                   | atlas-error                        | FAILED
            """);

    static Stream<ExpectedFault> all() {
        return ROWS.stream();
    }

    static ExpectedFault of(AtlasFault fault) {
        return all().filter(row -> row.fault() == fault).findFirst().orElseThrow();
    }

    /** Whether the same request comes to Atlas again after an answer, or after none. */
    boolean isSentAgain(AtlasOperation operation) {
        return switch (again(operation)) {
            case RETRY, VERIFY_THEN_RETRY, RETRY_UNLESS_FOUND -> true;
            case NONE, FAIL, RETRY_AT_ONCE, VERIFY_ONLY -> false;
        };
    }

    Recovery again(AtlasOperation operation) {
        return Objects.requireNonNull(again.get(operation));
    }

    String told(AtlasOperation operation) {
        return Objects.requireNonNull(told.get(operation));
    }

    String audited(AtlasOperation operation) {
        return Objects.requireNonNull(audited.get(operation));
    }

    private static List<ExpectedFault> rows(String table) {
        return table.lines().map(ExpectedFault::row).toList();
    }

    private static ExpectedFault row(String line) {
        List<String> cells =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        return new ExpectedFault(
                AtlasFault.valueOf(cells.get(0)),
                byOperation(cells.get(1), Recovery::valueOf),
                byOperation(cells.get(2), Function.identity()),
                byOperation(cells.get(3), Function.identity()));
    }

    private static <T> Map<AtlasOperation, T> byOperation(String cell, Function<String, T> read) {
        List<String> parts = List.of(cell.split(", ", -1));
        List<String> words = parts.stream().filter(part -> !part.contains("=")).toList();
        Map<AtlasOperation, T> byOperation = new EnumMap<>(AtlasOperation.class);
        for (AtlasOperation operation : AtlasOperation.values()) {
            byOperation.put(operation, read.apply(words.get(column(operation, words.size()))));
        }
        parts.subList(words.size(), parts.size()).stream()
                .map(exception -> exception.split("=", -1))
                .forEach(exception -> byOperation.put(AtlasOperation.valueOf(exception[0]), read.apply(exception[1])));
        return byOperation;
    }

    private static int column(AtlasOperation operation, int columns) {
        return switch (columns) {
            case 1 -> 0;
            case 2 -> operation.isWrite() ? 1 : 0;
            case 3 ->
                switch (operation.effect()) {
                    case NONE -> 0;
                    case ADDITION -> 1;
                    case CHANGE, REMOVAL -> 2;
                };
            default -> throw new IllegalArgumentException(columns + " words for three kinds of operations");
        };
    }
}
