package dev.linkgate.gateway.core.platform.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ProjectFiles;
import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The whole lists of the words of the core and of all features. */
class VocabularyTest {

    private static final Pattern QUOTED = Pattern.compile("`([a-z-]+)\\.([a-z -]+)`");

    private static final Pattern CODE = Pattern.compile("`([a-z-]+)`");

    /** docs/api.md has {@code project.list get} for two. */
    @Test
    void actionsAreDocumented() throws IOException {
        String page = Files.readString(ProjectFiles.at("docs/api.md"));
        String paragraph = page.substring(page.indexOf("\nActions: "), page.indexOf("\n\nRecorded are"));
        List<String> documented = QUOTED.matcher(paragraph)
                .results()
                .flatMap(found -> Stream.of(found.group(2).split(" ")).map(last -> found.group(1) + "." + last))
                .toList();
        assertThat(words(Action.class, Action::word)).containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void eventsAreDocumented() throws IOException {
        String page = Files.readString(ProjectFiles.at("docs/webhooks.md"));
        List<String> documented = page.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[1])
                .flatMap(cell -> QUOTED.matcher(cell).results())
                .map(found -> found.group(1) + "." + found.group(2))
                .filter(type -> !type.equals("webhook.test")) // goes to one webhook, whatever it filters
                .toList();
        assertThat(words(EventType.class, EventType::word)).containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void kinds() {
        assertThat(words(Target.Kind.class, Target.Kind::word))
                .containsExactlyInAnyOrder(
                        "access-request",
                        "administrator",
                        "archive",
                        "audit-key",
                        "checkpoint",
                        "config",
                        "credential",
                        "endpoint",
                        "federation-endpoint",
                        "grant",
                        "identity",
                        "key",
                        "link",
                        "master-key",
                        "operation",
                        "project",
                        "record",
                        "rules",
                        "team",
                        "trail",
                        "webhook");
    }

    /** docs/api.md has {@code project-} for {@code project-not-found}. */
    @Test
    void problemsAreDocumented() throws IOException {
        String page = Files.readString(ProjectFiles.at("docs/api.md"));
        int begin = page.indexOf("\n| status | codes |");
        List<String> documented = CODE.matcher(page.substring(begin, page.indexOf("\n\n", begin)))
                .results()
                .map(found -> found.group(1))
                .map(code -> code.endsWith("-") ? code + "not-found" : code)
                .toList();
        assertThat(documented).containsAll(words(ProblemCode.class, ProblemCode::code));
    }

    private static <T> List<String> words(Class<T> type, Function<T, String> word) {
        List<String> words = TestVocabulary.ALL.all(type).stream().map(word).toList();
        assertThat(words).doesNotHaveDuplicates();
        return words;
    }
}
