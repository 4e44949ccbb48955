package dev.linkgate.gateway.feature.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
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
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
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

    /** All in one folder, so that no name leads to another one. */
    static final String FILES = "/{file:[a-z]+[.](?:js|css|svg)}";

    private final Map<String, StaticContent> files = new ConcurrentHashMap<>();

    /** Where people can sign in: an issuer, and the pages' client there, which is no secret. */
    record Login(String name, String issuer, String discovery, String clientId, String scope) {}

    PageController(IssuerSettings issuers) {
        List<Login> logins = issuers.logins().entrySet().stream()
                .map(named -> login(named.getKey(), named.getValue()))
                .toList();
        String script = "export const issuers = " + JsonMapper.shared().writeValueAsString(logins) + ";\n";
        files.put("issuers.js", new StaticContent(Objects.requireNonNull(TYPES.get("js")), script.getBytes(UTF_8)));
    }

    private static Login login(String name, IssuerSettings.OfIssuer issuer) {
        return new Login(
                name,
                issuer.uri(),
                issuer.discoveryUri(),
                Objects.requireNonNull(issuer.clientId()),
                String.join(" ", issuer.scopes()));
    }

    @GetMapping({"/", "/audit"})
    void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String route =
                (String) Objects.requireNonNull(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
        file(route.equals("/") ? "start.html" : route.substring(1) + ".html").write(request, response);
    }

    @GetMapping(FILES)
    void file(@PathVariable String file, HttpServletRequest request, HttpServletResponse response) throws IOException {
        file(file).write(request, response);
    }

    /** @throws LinkgateException {@code not-found} if no page has such a file */
    private StaticContent file(String name) {
        StaticContent known = files.get(name);
        return known != null ? known : files.computeIfAbsent(name, PageController::read);
    }

    private static StaticContent read(String name) {
        Resource file = new ClassPathResource("pages/" + name);
        if (!file.exists()) {
            throw Failure.of(ProblemCode.NOT_FOUND, "No such path.").toException();
        }
        String type = Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
        try {
            return new StaticContent(type, file.getContentAsByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
