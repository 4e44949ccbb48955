package dev.linkgate.api;

import dev.linkgate.api.ProblemController.Explanation;
import dev.linkgate.web.Listing;
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
import org.springframework.web.util.HtmlUtils;

/** Writes the explanations of problems as HTML, for {@link ProblemController}. */
@Component
class ProblemPages extends AbstractSmartHttpMessageConverter<Object> {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private static final String FRAME = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%s – Linkgate</title>
            <link rel="icon" href="/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/pages.css">
            </head>
            <body>
            <nav class="note" aria-label="Where you are">%s</nav>
            <main>
            <h1>%s</h1>
            %s
            </main>
            </body>
            </html>
            """;

    private static final String START = "<a href=\"/\">Linkgate</a>";
    private static final String PROBLEMS = START + " › <a href=\"/problems\">Problems</a>";

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
        String page = body instanceof Explanation one ? page(one) : page((Listing<?>) body);
        output.getBody().write(page.getBytes(StandardCharsets.UTF_8));
    }

    private static String page(Explanation problem) {
        return FRAME.formatted(escaped(problem.title()), PROBLEMS, escaped(problem.title()), body(problem));
    }

    private static String page(Listing<?> problems) {
        String entries = problems.results().stream()
                .map(Explanation.class::cast)
                .map(problem -> "<article class=\"card\">\n<h2><a href=\"%s\">%s</a></h2>\n%s\n</article>"
                        .formatted(escaped(problem.type()), escaped(problem.title()), body(problem)))
                .collect(Collectors.joining("\n"));
        return FRAME.formatted("Problems", START, "Problems", entries + pager(problems.links()));
    }

    private static String body(Explanation problem) {
        return """
                <p class="note"><code>%s</code> · status %d · %s</p>
                <p>%s</p>""".formatted(
                        escaped(problem.code().code()),
                        problem.status(),
                        retryAdvice(problem),
                        CODE.matcher(escaped(problem.explanation())).replaceAll("<code>$1</code>"));
    }

    private static String retryAdvice(Explanation problem) {
        if (!problem.retryable()) {
            return "not retryable";
        }
        return problem.retryAfterSeconds() == null
                ? "retryable"
                : "retryable, by default after %d s".formatted(problem.retryAfterSeconds());
    }

    private static String pager(List<Listing.PageLink> links) {
        return links.stream()
                .filter(link -> !link.rel().equals("self"))
                .map(link -> " <a rel=\"%1$s\" href=\"%2$s\">%1$s page</a>"
                        .formatted(escaped(link.rel()), escaped(link.href())))
                .collect(Collectors.joining("", "\n<p>", "</p>"));
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
    }
}
