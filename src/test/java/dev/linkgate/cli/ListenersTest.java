package dev.linkgate.cli;

import dev.linkgate.Patience;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What the command line leaves when it ends. */
@Tag("harness")
@Isolated("Other tests listen to the network, too")
class ListenersTest {

    private static final String LINK = "aws:us-east-1";

    /** Java would wait 300 ms for it before it ends the process. */
    @Test
    void noThreadStaysThatListensToTheNetwork() {
        Set<Thread> before = listeners();
        try (ScriptedGateway gateway = new ScriptedGateway()) {
            gateway.answers(201, Map.of(), "{\"connectionStatus\":\"AVAILABLE\",\"failed\":false}")
                    .answers(200, Map.of("Content-Type", "text/event-stream"), "event: gone\ndata: {}\n\n");

            CommandRun.of(gateway.environment(), "endpoints", "add", LINK, "vpce-0b9c5701325cb15dd")
                    .isDone();
            CommandRun.of(gateway.environment(), "endpoints", "watch", LINK).isDone();

            Patience.until(() -> before.containsAll(listeners()));
        }
    }

    private static Set<Thread> listeners() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("SelectorManager"))
                .collect(Collectors.toSet());
    }
}
