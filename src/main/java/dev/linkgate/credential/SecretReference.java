package dev.linkgate.credential;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * A place of a secret, in a declaration that must not contain it.
 *
 * @param env a variable of the gateway's environment whose name begins with {@code ATLAS_}
 * @param file a file in the directory of {@code linkgate.config.secrets-dir}
 */
record SecretReference(@Nullable String env, @Nullable String file) {

    /** Finds the secrets. Nothing else of the machine can be read by a reference. */
    @Component
    static final class Resolver {

        private static final String PREFIX = "ATLAS_";
        private static final int MAX_BYTES = 4_096;

        private final Environment environment;
        private final Path directory;

        Resolver(Environment environment, @Value("${linkgate.config.secrets-dir:/run/secrets}") Path directory) {
            this.environment = environment;
            this.directory = directory;
        }

        /**
         * @param field the reference's path, for the error
         * @throws dev.linkgate.kernel.LinkgateException {@code invalid-request} if it is not a reference, or leads to no
         *     secret
         */
        Secret resolve(String field, SecretReference reference) {
            String variable = reference.env();
            String file = reference.file();
            if ((variable == null) == (file == null)) {
                throw Failure.invalid(field, "must have one of the fields env and file")
                        .toException();
            }
            return variable != null ? ofEnvironment(field, variable) : ofFile(field, String.valueOf(file));
        }

        private Secret ofEnvironment(String field, String variable) {
            if (!variable.startsWith(PREFIX)) {
                throw Failure.invalid(field + ".env", "must begin with " + PREFIX)
                        .toException();
            }
            String value = environment.getProperty(variable);
            if (value == null || value.isEmpty()) {
                throw Failure.invalid(field + ".env", "names a variable that the gateway's environment does not have")
                        .toException();
            }
            return Secret.of(value);
        }

        private Secret ofFile(String field, String name) {
            try {
                Path within = directory.toRealPath();
                Path file = within.resolve(name).toRealPath();
                if (file.startsWith(within) && Files.size(file) <= MAX_BYTES) {
                    return Secret.of(Files.readString(file).strip());
                }
            } catch (IOException | InvalidPathException e) {
                // said below, and not more: whether a path exists elsewhere is nobody's business
            }
            throw Failure.invalid(
                            field + ".file",
                            "must name a readable file of at most 4 KiB in linkgate.config.secrets-dir")
                    .toException();
        }
    }
}
