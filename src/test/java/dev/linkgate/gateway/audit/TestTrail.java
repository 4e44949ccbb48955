package dev.linkgate.gateway.audit;

import dev.linkgate.gateway.request.RequestContext;
import dev.linkgate.gateway.store.TestDatabase;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A real trail for tests of those who write through it. All trails of one kind of database share one database. */
public final class TestTrail implements AutoCloseable {

    private static final Map<TestDatabase, DataSource> DATABASES = new EnumMap<>(TestDatabase.class);

    private final AuditFixture audit;
    private final long before;

    public TestTrail(TestDatabase database) {
        audit = new AuditFixture(DATABASES.computeIfAbsent(database, TestDatabase::migrated), AuditFixture.SETTINGS);
        before = audit.store.head().orElseThrow().sequence();
    }

    public AuditTrail trail() {
        return audit.trail;
    }

    public WriteNotifications writes() {
        return audit.notifications;
    }

    /** The database that the trail is in, which never fails. */
    public DataSource database() {
        return Objects.requireNonNull(audit.dataSource.getTargetDataSource());
    }

    /** A call of the team payments. */
    public RequestContext context() {
        return audit.context();
    }

    /** From now on nothing can be recorded. */
    public void fails() {
        audit.dataSource.failing = true;
    }

    /** The records since the test began, oldest first: {@code OUTCOME endpoint.add REFUSED 409 link-not-ready}. */
    public List<String> records() {
        return audit.records().stream()
                .filter(each -> each.sequence() > before)
                .map(each -> words(each.entry()))
                .toList();
    }

    /** The ids of the requests that the records since the test began belong to. */
    public List<String> requestIds() {
        return audit.records().stream()
                .filter(each -> each.sequence() > before)
                .map(each -> each.entry().origin().requestId())
                .toList();
    }

    private static String words(Entry entry) {
        Entry.Facts facts = entry.facts();
        return Stream.of(entry.phase(), entry.action(), facts.result(), facts.status(), facts.code())
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        audit.close();
    }
}
