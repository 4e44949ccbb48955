package dev.linkgate.gateway.feature.documents;

import dev.linkgate.gateway.feature.pages.StaticContent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.util.function.SingletonSupplier;

/**
 * An OpenAPI document in one of its forms. It is large, and anybody may ask for it, so the first request has it made for
 * all.
 */
final class SharedDocument {

    static final String YAML = "application/vnd.oai.openapi";

    private final SingletonSupplier<StaticContent> content;

    /** Makes the document, which depends on no request. */
    @FunctionalInterface
    interface Maker {
        byte[] make() throws IOException;
    }

    SharedDocument(String type, Maker maker) {
        this.content = SingletonSupplier.of(() -> {
            try {
                return new StaticContent(type, maker.make());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        content.obtain().write(request, response);
    }
}
