package dev.linkgate.gateway.feature.documents;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linkgate.gateway.core.platform.web.DirectAnswer;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springdoc.webmvc.ui.SwaggerIndexTransformer;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.web.servlet.resource.ResourceTransformerChain;
import org.springframework.web.servlet.resource.TransformedResource;

/**
 * Adds our styles to Swagger UI's, so that an operation is no longer than it must be. Keeps the files of Swagger UI in
 * memory, 4.4 MB at most, as soon as they are asked for. Anybody may ask for them, and unpacking the largest one each
 * time would keep a processor busy for 10 ms.
 */
final class SwaggerUiFiles implements SwaggerIndexTransformer {

    private static final Resource STYLES = new ClassPathResource("openapi/swagger-ui.css");

    private final Map<String, Resource> unpacked = new ConcurrentHashMap<>();

    private final Supplier<SwaggerIndexTransformer> springdoc;

    /** @param springdoc fills settings into the page; it is made when a file is first asked for */
    SwaggerUiFiles(Supplier<SwaggerIndexTransformer> springdoc) {
        this.springdoc = springdoc;
    }

    @Override
    public Resource transform(HttpServletRequest request, Resource resource, ResourceTransformerChain chain)
            throws IOException {
        DirectAnswer.note(request);
        Resource transformed = springdoc.get().transform(request, resource, chain);
        return transformed instanceof TransformedResource ? transformed : unpacked(transformed);
    }

    private Resource unpacked(Resource packed) throws IOException {
        String address = packed.getURL().toString();
        Resource held = unpacked.get(address);
        if (held == null) {
            held = new Unpacked(
                    packed,
                    address.endsWith("/index.css")
                            ? (text(packed) + text(STYLES)).getBytes(UTF_8)
                            : packed.getContentAsByteArray());
            unpacked.put(address, held);
        }
        return held;
    }

    private static String text(Resource styles) throws IOException {
        return styles.getContentAsString(UTF_8);
    }

    private static final class Unpacked extends TransformedResource {

        Unpacked(Resource packed, byte[] content) {
            super(packed, content);
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(getByteArray()) {

                // The JDK's own method would copy 128 KB, and hold them for as long as the client does not read.
                @Override
                public synchronized long transferTo(OutputStream out) throws IOException {
                    int length = available();
                    out.write(buf, pos, length);
                    pos += length;
                    return length;
                }
            };
        }
    }
}
