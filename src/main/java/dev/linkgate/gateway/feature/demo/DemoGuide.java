package dev.linkgate.gateway.feature.demo;

import dev.linkgate.gateway.core.platform.store.DataDirectory;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.DemoAtlas;
import dev.linkgate.sandbox.DemoSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/** The first steps in a sandbox, for people: a call that works as it is, and where to go from there. */
class DemoGuide {

    private static final Logger log = LoggerFactory.getLogger(DemoGuide.class);

    private final Environment environment;
    private final DataDirectory directory;
    private final DemoSettings settings;

    DemoGuide(Environment environment, DataDirectory directory, DemoSettings settings) {
        this.environment = environment;
        this.directory = directory;
        this.settings = settings;
    }

    /**
     * Prints to standard output, because the text is meant to be copied; but logs it if the log there has a structure,
     * which other text would break. The key opens nothing but the sandbox.
     */
    void show(ApplicationContext context, Secret key) {
        String text = text(base(context), key.reveal());
        if (environment.containsProperty("logging.structured.format.console")) {
            log.info(text);
        } else {
            System.out.println(text);
        }
    }

    private static String base(ApplicationContext context) {
        int port = context instanceof ServletWebServerApplicationContext web && web.getWebServer() != null
                ? web.getWebServer().getPort()
                : 8080;
        return "http://localhost:" + port;
    }

    private String text(String base, String key) {
        return """

                The sandbox is ready. It has a simulated Atlas behind it; nothing leaves this machine.
                Add an interface endpoint:

                curl -i -X POST '%s/projects/%s/links/%s/endpoints' \\
                  -H 'Authorization: Bearer %s' \\
                  -H 'Content-Type: application/json' \\
                  -d '{"interfaceEndpointId":"%s"}'

                Next steps:
                1. Open %s and sign in with the key %s to see it settle.
                2. Try all requests in %s/swagger-ui.html, or as the commands of docs/api.md.
                3. Use Terraform, Atlas's CLI or `curl --digest` with the same key, as docs/atlas-api.md shows.
                4. Set up a team of your own, as docs/install.md shows; %s.

                %s
                %s""".formatted(
                        base,
                        DemoAtlas.PROJECT,
                        DemoAtlas.READY_LINK,
                        key,
                        DemoAtlas.NEW_ENDPOINT,
                        base,
                        key,
                        base,
                        administratorsToken(),
                        keeping(key),
                        forOthers());
    }

    /** Only where another gateway can have the simulated Atlas's credential. */
    private String forOthers() {
        return settings.hasKnownCredential()
                ? "Another gateway may use the simulated Atlas: linkgate.atlas.base-url=%s\n"
                        .formatted(environment.getProperty("linkgate.atlas.base-url"))
                : "";
    }

    private String administratorsToken() {
        if (!environment.getProperty("linkgate.admin-token-enabled", Boolean.class, true)) {
            return "the administrator's token is turned off";
        }
        return environment.getProperty("linkgate.admin-token", "").isEmpty()
                ? "the administrator's token is in " + directory.file("admin-token")
                : "the administrator's token is the one of linkgate.admin-token";
    }

    private String keeping(String key) {
        return settings.key() != null
                ? "The key is the one of linkgate.sandbox.key."
                : "The next start makes another key. Start with LINKGATE_SANDBOX_KEY=" + key + " to keep this one.";
    }
}
