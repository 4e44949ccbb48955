package dev.linkgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.linkgate.Patience;
import dev.linkgate.ProjectFiles;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the page about the path of a write to what is on the stack when the write is sent. */
@Tag("harness")
class PathOfAWriteTest {

    private static final Path PAGE = ProjectFiles.at("docs/architecture.md");
    private static final String OURS = "dev.linkgate.gateway.";

    @Test
    void thePageHasEachTypeOnThePathOfAnAddition(@TempDir Path directory) throws IOException {
        List<String> path;
        try (Gateway gateway = Gateway.start()) {
            Scene scene = Scene.in(gateway);
            Caller editor = scene.editor();
            String endpoint = MagicEndpoint.DEAD.onAdding(0);
            CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(
                    () -> editor.post(scene.endpoints(), Scene.body(endpoint)), Thread.ofPlatform()::start);
            Patience.until(() -> gateway.atlas().log().seen().stream()
                    .anyMatch(request -> request.method().equals("POST") && request.authorized()));
            path = path(stackWith(
                    OURS + "core.endpoints.provisioning.WritePipeline.run", directory.resolve("threads.json")));
            gateway.atlas().close();
            answer.join();
        }

        assertThat(listed(Files.readString(PAGE))).isEqualTo(path);
    }

    /** The stack of the only thread that is in a method, the newest call first. */
    private static List<String> stackWith(String method, Path dump) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), ThreadDumpFormat.JSON);
        JsonNode threads = new JsonMapper().readTree(Files.readString(dump)).at("/threadDump/threadContainers");
        return StreamSupport.stream(threads.spliterator(), false)
                .flatMap(container ->
                        StreamSupport.stream(container.get("threads").spliterator(), false))
                .map(thread -> StreamSupport.stream(thread.get("stack").spliterator(), false)
                        .map(JsonNode::asString)
                        .toList())
                .filter(stack -> stack.stream().anyMatch(frame -> frame.contains(method + "(")))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Each of our types in the order of the first calls, as {@code package.Type}; a nested one is part of its outer
     * one.
     */
    private static List<String> path(List<String> stack) {
        Set<String> path = new LinkedHashSet<>();
        for (String frame : stack.reversed()) {
            int ours = frame.indexOf(OURS);
            if (ours >= 0) {
                String method = frame.substring(ours + OURS.length(), frame.indexOf('('));
                path.add(method.substring(0, method.lastIndexOf('.')).replaceFirst("[$].*", ""));
            }
        }
        return List.copyOf(path);
    }

    private static List<String> listed(String page) {
        return page.substring(page.indexOf("## The way of a write"))
                .lines()
                .filter(line -> line.startsWith("- `"))
                .map(line -> line.split("`", -1)[1])
                .toList();
    }
}
