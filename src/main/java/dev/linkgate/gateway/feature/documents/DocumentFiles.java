package dev.linkgate.gateway.feature.documents;

import com.fasterxml.jackson.core.StreamReadFeature;
import io.swagger.v3.core.util.Yaml31;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springframework.core.io.ClassPathResource;

/**
 * The files under {@code openapi/} with what the OpenAPI document says besides the code. They are read when the
 * document is made, with Swagger's own mapper.
 */
final class DocumentFiles {

    private DocumentFiles() {}

    static <T> T read(String name, Class<T> type) {
        try (InputStream file = new ClassPathResource("openapi/" + name).getInputStream()) {
            return Yaml31.mapper()
                    .readerFor(type)
                    .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .readValue(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
