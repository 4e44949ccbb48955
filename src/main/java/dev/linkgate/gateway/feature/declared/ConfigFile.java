package dev.linkgate.gateway.feature.declared;

import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.RollbackState;
import dev.linkgate.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Applies the declaration of {@code linkgate.config.file}, or of {@value #DEFAULT} in the working directory if there is
 * one, before the first request can arrive. It waits for the next start if writes are refused.
 */
@Component
class ConfigFile implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(ConfigFile.class);
    private static final String DEFAULT = "linkgate.yaml";

    private final String given;
    private final DeclarationReader reader;
    private final DeclaredSetup setup;
    private final RollbackState rollback;

    ConfigFile(
            @Value("${linkgate.config.file:}") String given,
            DeclarationReader reader,
            DeclaredSetup setup,
            RollbackState rollback) {
        this.given = given;
        this.reader = reader;
        this.setup = setup;
        this.rollback = rollback;
    }

    /** @throws StartRefused if the file cannot be read, or has errors */
    @Override
    public void afterSingletonsInstantiated() {
        Path file = Path.of(given.isEmpty() ? DEFAULT : given);
        if (given.isEmpty() && !Files.exists(file)) {
            return;
        }
        if (rollback.reason().isPresent()) {
            log.error("{} is not applied, because the audit trail is not the one that was signed", file);
            return;
        }
        try {
            Plan plan = setup.apply(RequestContext.system("start"), reader.yaml(Files.readAllBytes(file)));
            log.info("{} applied: {} changes", file, plan.changes().size());
            plan.warnings().forEach(warning -> log.warn("{}: {}", file, warning));
        } catch (IOException e) {
            throw refused(file, "cannot be read.");
        } catch (LinkgateException e) {
            List<FieldError> errors = e.failure().errors();
            throw refused(
                    file,
                    errors.isEmpty()
                            ? "cannot be applied. " + e.failure().detail()
                            : "has errors:\n"
                                    + errors.stream()
                                            .map(error -> error.field() + " " + error.message())
                                            .collect(Collectors.joining("\n")));
        }
    }

    private static StartRefused refused(Path file, String problem) {
        return new StartRefused(
                "The file " + file + " " + problem,
                "Mend it, or set linkgate.config.file (LINKGATE_CONFIG_FILE) to another one. docs/run.md shows"
                        + " what it may contain.");
    }
}
