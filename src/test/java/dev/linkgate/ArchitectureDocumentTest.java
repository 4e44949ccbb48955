package dev.linkgate;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import dev.linkgate.gateway.core.platform.concurrency.PeriodicTask;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.tasks.EveryMinute;
import dev.linkgate.gateway.feature.tasks.QueuedTask;
import dev.linkgate.gateway.feature.tasks.RecurringTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/architecture.md and docs/tables.md to the code. */
class ArchitectureDocumentTest {

    private static final Path PAGE = ProjectFiles.at("docs/architecture.md");
    private static final Path TABLES = ProjectFiles.at("docs/tables.md");
    private static final Path SOURCES = ProjectFiles.at("src/main/java/dev/linkgate/gateway");
    private static final String GATEWAY = "dev.linkgate.gateway.";

    private static final Pattern ARROW = Pattern.compile("(?m)^ +(\\w+) --> (\\w+)$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| `(\\w+)` \\|");
    private static final Pattern CHANGE =
            Pattern.compile("\\b(?:insert(?: or \\w+)? into|update|delete from)\\s+(\\w+)", Pattern.CASE_INSENSITIVE);

    private final String page;
    private final String tables;

    ArchitectureDocumentTest() throws IOException {
        page = Files.readString(PAGE);
        tables = Files.readString(TABLES);
    }

    @Test
    void thePictureShowsWhoUsesWhom() {
        Map<String, Set<String>> uses = uses();

        Set<String> shown = ARROW.matcher(page.substring(0, page.indexOf("## The features")))
                .results()
                .map(arrow -> arrow.group(1) + " " + arrow.group(2))
                .collect(Collectors.toSet());

        assertThat(shown).isEqualTo(direct(uses));
    }

    private static Map<String, Set<String>> uses() {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass type : Classes.OF_THE_PRODUCT.all()) {
            String room = roomOf(type);
            if (isOfTheCore(type)) {
                uses.computeIfAbsent(room, first -> new TreeSet<>())
                        .addAll(type.getDirectDependenciesFromSelf().stream()
                                .map(Dependency::getTargetClass)
                                .filter(ArchitectureDocumentTest::isOfTheCore)
                                .map(ArchitectureDocumentTest::roomOf)
                                .filter(other -> !other.equals(room))
                                .toList());
            }
        }
        return uses;
    }

    /** A room of the core, or a feature; empty outside of the gateway, and for what starts it. */
    private static String roomOf(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(GATEWAY) && name.substring(GATEWAY.length()).contains(".")
                ? name.substring(GATEWAY.length()).split("\\.")[1]
                : "";
    }

    private static boolean isOfTheCore(JavaClass type) {
        return type.getPackageName().startsWith(GATEWAY + "core.");
    }

    /** The uses that do not follow from others. */
    private static Set<String> direct(Map<String, Set<String>> uses) {
        Set<String> direct = new HashSet<>();
        uses.forEach((room, used) -> used.stream()
                .filter(each -> used.stream().noneMatch(between -> reaches(uses, between, each)))
                .forEach(each -> direct.add(room + " " + each)));
        return direct;
    }

    private static boolean reaches(Map<String, Set<String>> uses, String from, String to) {
        return uses.get(from).stream().anyMatch(next -> next.equals(to) || reaches(uses, next, to));
    }

    @Test
    void theTablesAreThoseOfTheDatabase() throws SQLException {
        Set<String> tables = new HashSet<>();
        try (Connection connection = DriverManager.getConnection(TestDatabase.SQLITE.migratedUrl());
                ResultSet found = connection
                        .createStatement()
                        .executeQuery("select name from sqlite_master"
                                + " where type = 'table' and name not like 'sqlite%' and name not like 'flyway%'")) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }

        assertThat(listed("## The tables").keySet()).isEqualTo(tables);
    }

    @Test
    void onlyItsOwnerWritesATable() throws IOException {
        Map<String, String> owners = listed("## The tables");
        Map<String, Set<String>> writers = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                String room = SOURCES.relativize(file).getNameCount() > 2
                        ? SOURCES.relativize(file).getName(1).toString()
                        : "";
                CHANGE.matcher(text(file))
                        .results()
                        .map(change -> change.group(1))
                        .filter(owners::containsKey)
                        .forEach(table -> writers.computeIfAbsent(table, first -> new TreeSet<>())
                                .add(room));
            });
        }

        assertThat(writers)
                .hasSizeGreaterThan(20)
                .allSatisfy((table, rooms) -> assertThat(rooms).containsExactly(owners.get(table)));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theLoopsAreThoseThatTheCodeStarts() {
        assertThat(listed("## The loops in the background")).isEqualTo(types(ArchitectureDocumentTest::startsALoop));
    }

    @Test
    void theTasksAreThoseThatTheCodeHas() {
        List<Class<?>> kinds = List.of(QueuedTask.class, RecurringTask.class, EveryMinute.class);

        assertThat(listed("## What one replica does"))
                .isEqualTo(types(type -> !type.isInterface()
                        && !type.isNestedClass()
                        && kinds.stream().anyMatch(type::isAssignableTo)));
    }

    /** The types of the rooms, or the types that they are nested in, and their rooms. */
    private static Map<String, String> types(Predicate<JavaClass> which) {
        return Classes.OF_THE_PRODUCT.all().stream()
                .filter(type -> !roomOf(type).isEmpty() && which.test(type))
                .collect(Collectors.toMap(
                        type -> type.getEnclosingClass().orElse(type).getSimpleName(),
                        ArchitectureDocumentTest::roomOf,
                        (one, same) -> one));
    }

    private static boolean startsALoop(JavaClass type) {
        return type.getCodeUnitCallsFromSelf().stream()
                .anyMatch(call -> isCall(call.getTargetOwner(), call.getName(), PeriodicTask.class, "<init>")
                        || isCall(call.getTargetOwner(), call.getName(), Scheduler.class, "start")
                        || (isCall(call.getTargetOwner(), call.getName(), Thread.class, "ofPlatform")
                                && !type.isEquivalentTo(PeriodicTask.class)));
    }

    private static boolean isCall(JavaClass owner, String name, Class<?> wantedOwner, String wanted) {
        return owner.isEquivalentTo(wantedOwner) && name.equals(wanted);
    }

    /** The rows of a table: the first word, and the owner. */
    private Map<String, String> listed(String heading) {
        String section = tables.substring(tables.indexOf(heading + "\n"));
        int end = section.indexOf("\n## ");
        Matcher rows = ROW.matcher(end < 0 ? section : section.substring(0, end));
        return rows.results().collect(Collectors.toMap((MatchResult row) -> row.group(1), row -> row.group(2)));
    }
}
