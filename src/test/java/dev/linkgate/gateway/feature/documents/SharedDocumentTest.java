package dev.linkgate.gateway.feature.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SharedDocumentTest {

    private final List<Thread> makers = new CopyOnWriteArrayList<>();
    private final SharedDocument document = new SharedDocument("application/json", () -> {
        makers.add(Thread.currentThread());
        return "{}".getBytes(StandardCharsets.UTF_8);
    });

    private String read() throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        document.write(new MockHttpServletRequest(), response);
        return response.getContentAsString();
    }

    /** A virtual thread that computes keeps its processor from all others, even from those in a transaction. */
    @Test
    void itIsMadeOnceForAllAndOnNoVirtualThread() throws Exception {
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> answer : requests.invokeAll(Collections.<Callable<String>>nCopies(50, this::read))) {
                assertThat(answer.get()).isEqualTo("{}");
            }
        }
        assertThat(makers).hasSize(1).noneMatch(Thread::isVirtual);
    }
}
