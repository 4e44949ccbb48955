package dev.linkgate.gateway.feature.documents;

import dev.linkgate.gateway.feature.pages.StaticContent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.springframework.util.function.SingletonSupplier;

/**
 * An OpenAPI document in one of its forms. It is large, and anybody may ask for it, so the first request has it made for
 * all, on a thread of its own: it takes a second or more, for which a virtual thread would keep one of the few processors
 * from all other requests.
 */
final class SharedDocument {

    static final String YAML = "application/vnd.oai.openapi";

    private static final Executor OWN_THREAD = work -> new Thread(work, "document").start();

    private final SingletonSupplier<StaticContent> content;

    /** Makes the document, which depends on no request. */
    @FunctionalInterface
    interface Maker {
        byte[] make() throws IOException;
    }

    SharedDocument(String type, Maker maker) {
        this.content = SingletonSupplier.of(() -> CompletableFuture.supplyAsync(() -> make(type, maker), OWN_THREAD)
                .join());
    }

    private static StaticContent make(String type, Maker maker) {
        try {
            return new StaticContent(type, maker.make());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        content.obtain().write(request, response);
    }
}
