package dev.linkgate.gateway.feature.pages;

import dev.linkgate.gateway.core.inbound.edge.HtmlPage;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.feature.pages.ProblemController.Explanation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractSmartHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/** Writes the explanations of problems as HTML, for {@link ProblemController}. */
@Component
class ProblemPages extends AbstractSmartHttpMessageConverter<Object> {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static final String HEAD =
            "<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"/pages.css\">";

    ProblemPages() {
        super(MediaType.TEXT_HTML);
        setDefaultCharset(StandardCharsets.UTF_8);
    }

    @Override
    public boolean canRead(ResolvableType type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    public boolean canWrite(ResolvableType type, Class<?> valueType, @Nullable MediaType mediaType) {
        ResolvableType content =
                valueType == Listing.class ? type.as(Listing.class).getGeneric() : type;
        return content.resolve() == Explanation.class && canWrite(mediaType);
    }

    @Override
    public Object read(ResolvableType type, HttpInputMessage input, @Nullable Map<String, Object> hints) {
        throw new HttpMessageNotReadableException("Explanations are only written", input);
    }

    @Override
    protected void writeInternal(
            Object body, ResolvableType type, HttpOutputMessage output, @Nullable Map<String, Object> hints)
            throws IOException {
        output.getBody().write(body instanceof Explanation one ? page(one) : page((Listing<?>) body));
    }

    private static byte[] page(Explanation problem) {
        return HtmlPage.of(problem.title(), HEAD, HtmlPage.PROBLEMS, body(problem));
    }

    private static byte[] page(Listing<?> problems) {
        String entries = problems.results().stream()
                .map(Explanation.class::cast)
                .map(problem -> "<article class=\"card\">\n<h2><a href=\"%s\">%s</a></h2>\n%s\n</article>"
                        .formatted(HtmlPage.escaped(problem.type()), HtmlPage.escaped(problem.title()), body(problem)))
                .collect(Collectors.joining("\n"));
        return HtmlPage.of("Problems", HEAD, HtmlPage.START, entries + pager(problems.links()));
    }

    private static String body(Explanation problem) {
        return """
                <p class="note"><code>%s</code> · status %d · %s</p>
                <p>%s</p>""".formatted(
                        HtmlPage.escaped(problem.code().code()),
                        problem.status(),
                        retryAdvice(problem),
                        CODE.matcher(HtmlPage.escaped(problem.explanation())).replaceAll("<code>$1</code>"));
    }

    private static String retryAdvice(Explanation problem) {
        if (!problem.retryable()) {
            return "not retryable";
        }
        return problem.retryAfter() == null
                ? "retryable"
                : "retryable, by default after %d s"
                        .formatted(problem.retryAfter().toSeconds());
    }

    private static String pager(List<Listing.PageLink> links) {
        return links.stream()
                .filter(link -> !link.rel().equals("self"))
                .map(link -> " <a rel=\"%1$s\" href=\"%2$s\">%1$s page</a>"
                        .formatted(HtmlPage.escaped(link.rel()), HtmlPage.escaped(link.href())))
                .collect(Collectors.joining("", "\n<p>", "</p>"));
    }
}
