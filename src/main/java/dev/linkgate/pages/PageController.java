package dev.linkgate.pages;

import dev.linkgate.kernel.Sha256;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.context.request.ServletWebRequest;

/** Serves the start page, its script, and the style and icon of all pages, from memory and to everybody. */
@Hidden
@Controller
class PageController {

    private static final PageFile START = PageFile.read("start.html", "text/html;charset=UTF-8");
    private static final PageFile SCRIPT = PageFile.read("start.js", "text/javascript;charset=UTF-8");
    private static final PageFile STYLE = PageFile.read("pages.css", "text/css;charset=UTF-8");
    private static final PageFile ICON = PageFile.read("icon.svg", "image/svg+xml");

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

    @GetMapping("/")
    void start(HttpServletRequest request, HttpServletResponse response) throws IOException {
        START.write(request, response);
    }

    @GetMapping("/start.js")
    void script(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SCRIPT.write(request, response);
    }

    @GetMapping("/pages.css")
    void style(HttpServletRequest request, HttpServletResponse response) throws IOException {
        STYLE.write(request, response);
    }

    @GetMapping("/icon.svg")
    void icon(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ICON.write(request, response);
    }
}
