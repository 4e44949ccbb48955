package dev.linkgate.gateway.feature.pages;

import dev.linkgate.gateway.core.platform.web.DirectAnswer;
import dev.linkgate.kernel.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.ServletWebRequest;

/** An answer that is the same for everybody as long as the gateway runs, in memory. */
public final class StaticContent {

    private final String type;
    private final byte[] content;
    private final String tag;

    /** @param type its media type */
    public StaticContent(String type, byte[] content) {
        this.type = type;
        this.content = content;
        this.tag = "\"" + HexFormat.of().formatHex(Sha256.digest().digest(content), 0, 8) + "\"";
    }

    /** Caches may keep it, but must revalidate it, because another version of the gateway has another one. */
    public void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (new ServletWebRequest(request, response).checkNotModified(tag)) {
            return;
        }
        DirectAnswer.note(request);
        response.setContentType(type);
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }
}
