package dev.linkgate.gateway.core.inbound.edge;

import java.nio.charset.StandardCharsets;
import org.springframework.web.util.HtmlUtils;

/** The frame of the pages about problems. */
public final class HtmlPage {

    public static final String START = "<a href=\"/\">Linkgate</a>";
    public static final String PROBLEMS = START + " › <a href=\"/problems\">Problems</a>";

    private HtmlPage() {}

    /**
     * A page.
     *
     * @param title as text
     * @param head further elements of the head
     * @param content below the title, as HTML
     */
    public static byte[] of(String title, String head, String navigation, String content) {
        String page = """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s – Linkgate</title>
                %s
                </head>
                <body>
                <nav class="note" aria-label="Where you are">%s</nav>
                <main>
                <h1>%s</h1>
                %s
                </main>
                </body>
                </html>
                """.formatted(escaped(title), head, navigation, escaped(title), content);
        return page.getBytes(StandardCharsets.UTF_8);
    }

    /** Text as HTML. */
    public static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
    }
}
