package dev.linkgate.gateway.feature.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linkgate.gateway.core.api.StaticContent;
import dev.linkgate.gateway.feature.identities.IssuerSettings;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.HandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** Serves the start page, the page of the audit trail, their scripts, styles and icon, from memory and to everybody. */
@Hidden
@Controller
class PageController {

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "svg", "image/svg+xml");

    private final Map<String, StaticContent> files = new ConcurrentHashMap<>();

    /** Where people can sign in: an issuer, and the pages' client there, which is no secret. */
    record Login(String name, String issuer, String discovery, String clientId, String scope) {}

    PageController(IssuerSettings issuers) {
        List<Login> logins = issuers.logins().entrySet().stream()
                .map(named -> login(named.getKey(), named.getValue()))
                .toList();
        String script = "export const issuers = " + JsonMapper.shared().writeValueAsString(logins) + ";\n";
        files.put("/issuers.js", new StaticContent(Objects.requireNonNull(TYPES.get("js")), script.getBytes(UTF_8)));
    }

    private static Login login(String name, IssuerSettings.OfIssuer issuer) {
        return new Login(
                name,
                issuer.uri(),
                issuer.discoveryUri(),
                Objects.requireNonNull(issuer.clientId()),
                String.join(" ", issuer.scopes()));
    }

    /** @param route of a page, or of a file, with its slash: a jar has no file of that name */
    private static StaticContent read(String route) {
        String path = route.equals("/") ? "start" : route.substring(1);
        String name = path.contains(".") ? path : path + ".html";
        String type = Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
        try {
            return new StaticContent(type, new ClassPathResource("pages/" + name).getContentAsByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GetMapping({
        "/",
        "/start.js",
        "/stream.js",
        "/link.js",
        "/endpoint.js",
        "/tools.js",
        "/project.js",
        "/list.js",
        "/write.js",
        "/form.js",
        "/change.js",
        "/plan.js",
        "/progress.js",
        "/commands.js",
        "/recent.js",
        "/requests.js",
        "/answers.js",
        "/audit",
        "/audit.js",
        "/trail.js",
        "/filters.js",
        "/record.js",
        "/recorded.js",
        "/timeline.js",
        "/chain.js",
        "/checkpoints.js",
        "/findings.js",
        "/audit.css",
        "/session.js",
        "/signin.js",
        "/login.js",
        "/issuers.js",
        "/expiry.js",
        "/health.js",
        "/elements.js",
        "/pages.css",
        "/icon.svg"
    })
    void file(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String route =
                (String) Objects.requireNonNull(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
        files.computeIfAbsent(route, PageController::read).write(request, response);
    }
}
