package dev.linkgate.gateway.edge;

import dev.linkgate.gateway.web.Presentation;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.util.ContentCachingResponseWrapper;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Indents an answer ({@code pretty=true}) and wraps it with its status ({@code envelope=true}). Both come from Atlas's API.
 *
 * <p>It works on the finished JSON, outside of all other filters, so it applies to every resource and every problem,
 * and costs nothing unless requested. A failure contains its own status and is never wrapped.
 */
@Component
class PresentationFilter extends HttpFilter {

    private static final Pattern JSON = Pattern.compile("application/(problem\\+|vnd\\.atlas\\.[-0-9a-z]+\\+)?json");

    private final JsonMapper json;
    private final ObjectWriter indented;

    PresentationFilter(JsonMapper json) {
        this.json = json;
        this.indented = json.writer().with(SerializationFeature.INDENT_OUTPUT);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean pretty = isAskedFor(request, "pretty=true");
        boolean envelope = isAskedFor(request, "envelope=true");
        if (pretty || envelope) {
            present(request, response, chain, pretty, envelope);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** Checks only the query string, because the caller is still unknown and parsing more would cost more. */
    private static boolean isAskedFor(HttpServletRequest request, String parameter) {
        String query = request.getQueryString();
        return query != null
                && query.contains(parameter)
                && List.of(query.split("&")).contains(parameter);
    }

    private void present(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            boolean pretty,
            boolean envelope)
            throws ServletException, IOException {
        ContentCachingResponseWrapper held = new Held(request, response);
        chain.doFilter(request, held);
        byte[] body = held.getContentAsByteArray();
        if (body.length > 0 && isJson(held.getContentType())) {
            JsonNode content = json.readTree(body);
            JsonNode shown = envelope && held.getStatus() < HttpStatus.BAD_REQUEST.value()
                    ? wrap(content, held.getStatus())
                    : content;
            held.resetBuffer();
            held.getOutputStream().write((pretty ? indented : json.writer()).writeValueAsBytes(shown));
        }
        held.copyBodyToResponse();
    }

    private JsonNode wrap(JsonNode content, int status) {
        if (content instanceof ObjectNode list && list.has("results")) {
            return list.put("status", status);
        }
        return json.createObjectNode().put("status", status).set("content", content);
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null && JSON.matcher(contentType).lookingAt();
    }

    /** Holds JSON back until it is finished; other content is sent at once, because it may be large or endless. */
    private static final class Held extends ContentCachingResponseWrapper {

        private final HttpServletRequest request;

        Held(HttpServletRequest request, HttpServletResponse response) {
            super(response);
            this.request = request;
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            return isJson(getContentType()) && !Presentation.isLeftAsItIs(request)
                    ? super.getOutputStream()
                    : getResponse().getOutputStream();
        }
    }
}
