package dev.linkgate.gateway.pages;

import dev.linkgate.kernel.Sha256;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.servlet.HandlerMapping;

/** Serves the start page, its scripts, and the style and icon of all pages, from memory and to everybody. */
@Hidden
@Controller
class PageController {

    private static final String SCRIPT = "text/javascript;charset=UTF-8";

    /** By their routes. */
    private static final Map<String, PageFile> FILES = Map.of(
            "/", PageFile.read("start.html", "text/html;charset=UTF-8"),
            "/start.js", PageFile.read("start.js", SCRIPT),
            "/session.js", PageFile.read("session.js", SCRIPT),
            "/stream.js", PageFile.read("stream.js", SCRIPT),
            "/link.js", PageFile.read("link.js", SCRIPT),
            "/endpoint.js", PageFile.read("endpoint.js", SCRIPT),
            "/elements.js", PageFile.read("elements.js", SCRIPT),
            "/tools.js", PageFile.read("tools.js", SCRIPT),
            "/pages.css", PageFile.read("pages.css", "text/css;charset=UTF-8"),
            "/icon.svg", PageFile.read("icon.svg", "image/svg+xml"));

    /** A file of the jar. */
    private static final class PageFile {

        private final String type;
        private final byte[] content;
        private final String tag;

        private PageFile(String type, byte[] content) {
            this.type = type;
            this.content = content;
            this.tag = "\"" + HexFormat.of().formatHex(Sha256.digest().digest(content), 0, 8) + "\"";
        }

        static PageFile read(String name, String type) {
            try {
                return new PageFile(type, new ClassPathResource("pages/" + name).getContentAsByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Caches may keep it, but must revalidate it, because another version has other files. */
        void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
            if (new ServletWebRequest(request, response).checkNotModified(tag)) {
                return;
            }
            response.setContentType(type);
            response.setContentLength(content.length);
            response.getOutputStream().write(content);
        }
    }

    @GetMapping({
        "/",
        "/start.js",
        "/session.js",
        "/stream.js",
        "/link.js",
        "/endpoint.js",
        "/elements.js",
        "/tools.js",
        "/pages.css",
        "/icon.svg"
    })
    void file(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        Objects.requireNonNull(FILES.get(route)).write(request, response);
    }
}
