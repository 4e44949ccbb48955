package dev.linkgate.gateway.trail.audit;

import dev.linkgate.transparency.CanonicalForm;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The columns that are hashed, but the sequence, in the order of {@link CanonicalForm}. */
enum HashedColumn {
    TIME_MICROS(Kind.NUMBER),
    PHASE(Kind.TEXT),
    REQUEST_ID(Kind.TEXT),
    ACTOR_KIND(Kind.TEXT),
    ACTOR_TEAM(Kind.TEXT),
    ACTOR_KEY_ID(Kind.TEXT),
    ACTOR_SUBJECT(Kind.TEXT),
    REMOTE_ADDRESS(Kind.TEXT),
    ACTION(Kind.TEXT),
    PROJECT_ID(Kind.TEXT),
    LINK_ID(Kind.TEXT),
    INTERFACE_ENDPOINT_ID(Kind.TEXT),
    CREDENTIAL(Kind.TEXT),
    CREDENTIAL_VERSION(Kind.NUMBER),
    RESULT(Kind.TEXT),
    STATUS(Kind.NUMBER),
    CODE(Kind.TEXT),
    ATLAS_STATUS(Kind.NUMBER),
    ATTEMPTS(Kind.NUMBER),
    DURATION_MICROS(Kind.NUMBER),
    ATTEMPTED(Kind.TEXT),
    COUNT(Kind.NUMBER),
    DRY_RUN(Kind.NUMBER),
    OPERATION_ID(Kind.TEXT),
    TARGET(Kind.TEXT, CanonicalForm.LAYOUT),
    CHANGE(Kind.TEXT, CanonicalForm.LAYOUT);

    /** The type of a column. */
    enum Kind {
        TEXT,
        NUMBER
    }

    /** All of them, to go through them a million times. */
    static final HashedColumn[] ALL = values();

    /** All of them as SQL. */
    static final String SQL = Arrays.stream(ALL).map(HashedColumn::sql).collect(Collectors.joining(", "));

    final Kind kind;

    private final int since;

    HashedColumn(Kind kind) {
        this(kind, CanonicalForm.FIRST_LAYOUT);
    }

    /** @param since the first layout with it */
    HashedColumn(Kind kind, int since) {
        this.kind = kind;
        this.since = since;
    }

    /** Whether a record of a layout has it; in another record it is NULL. */
    boolean isIn(long layout) {
        return layout >= since;
    }

    /** Whether a column of the table has texts. All that are not hashed have none, but the hashes. */
    static boolean isText(String column) {
        return Arrays.stream(ALL)
                .anyMatch(each -> each.kind == Kind.TEXT && each.sql().equals(column));
    }

    String sql() {
        return name().toLowerCase(Locale.ROOT);
    }
}
