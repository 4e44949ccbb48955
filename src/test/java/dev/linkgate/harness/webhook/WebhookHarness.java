package dev.linkgate.harness.webhook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * The full run. It ends with status 1 if an event was lost, or came in another order.
 *
 * <p>Options are system properties:
 * <pre>
 *   webhook.product      Java's options that start the gateway, separated by spaces
 *   webhook.work         where data are kept
 *   webhook.out          where README.md is written
 *   webhook.events       10000
 *   webhook.kill-every   PT1M
 *   webhook.lives        64    endpoints that are added and removed beside each other
 *   webhook.machine      what it ran on
 * </pre>
 */
public final class WebhookHarness {

    private WebhookHarness() {}

    public static void main(String[] args) throws IOException {
        LoggingSystem.get(WebhookHarness.class.getClassLoader()).setLogLevel("io.zonky.test", LogLevel.WARN);
        Plan plan = new Plan(
                Integer.getInteger("webhook.events", 10_000),
                1,
                Duration.parse(option("kill-every", "PT1M")),
                Integer.getInteger("webhook.lives", 64),
                List.of(option("product", "").split(" ", -1)),
                Files.createDirectories(Path.of(option("work", ""))));
        Findings findings = new WebhookRun(plan).run();
        findings.violations().stream().limit(20).forEach(System.out::println);
        String page = page(findings, option("machine", ""));
        Files.writeString(Path.of(option("out", "")).resolve("README.md"), page);
        System.out.println(page);
        System.exit(findings.violations().isEmpty() ? 0 : 1);
    }

    private static String page(Findings findings, String machine) {
        StringBuilder page = new StringBuilder("""
                # Events and kills

                Written by `docs/webhooks/run.sh`.
                Two replicas on PostgreSQL deliver the events of endpoints to a receiver on the same machine, which
                lets one try in three fail: by a 500, or by hanging up. One of the replicas is killed at each interval, and starts again. Programs add and remove
                endpoints and act on the events alone: an endpoint is removed when its `endpoint.settled` has arrived, and the next one is added
                when `endpoint.removed` has. So a lost event would stop its program. Of each endpoint the events must arrive in their order.

                | | |
                |---|--:|
                """);
        row(page, "different events that arrived", findings.events());
        row(page, "arrivals of events that had arrived before", findings.again());
        row(page, "tries that the receiver let fail", findings.refused());
        row(page, "endpoints that were added and removed", findings.endpoints());
        row(page, "programs", findings.plan().lives());
        row(page, "kills, one each " + findings.plan().killEvery().toSeconds() + " s", findings.kills());
        row(page, "duration", findings.time().toSeconds() + " s");
        row(page, "**events lost, or in another order**", findings.violations().size());
        page.append('\n');
        machine.lines().forEach(line -> page.append("- ").append(line).append('\n'));
        return page.toString();
    }

    private static void row(StringBuilder page, String name, Object value) {
        page.append("| ").append(name).append(" | ").append(value).append(" |\n");
    }

    private static String option(String name, String absent) {
        return System.getProperty("webhook." + name, absent);
    }
}
