package dev.linkgate.gateway.feature.declared;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.store.DirectorySetting;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * A place of a secret, in a declaration or a request that does not contain it.
 *
 * @param env a variable of the gateway's environment whose name begins with {@code ATLAS_}
 * @param file a file in the directory of {@code linkgate.config.secrets-dir}
 */
public record SecretReference(
        @Nullable String env, @Nullable String file) {

    /** Finds the secrets. Nothing else of the machine can be read by a reference. */
    @Component
    public static final class Resolver {

        private static final String DIRECTORY = "linkgate.config.secrets-dir";
        private static final String PREFIX = "ATLAS_";
        private static final int MAX_BYTES = 4_096;

        private final Environment environment;
        private final Path directory;
        private final OwnSecrets own;

        /** @throws StartRefused if the directory is set and cannot be read; by default it need not be there */
        Resolver(
                Environment environment,
                @Value("${" + DIRECTORY + ":/run/secrets/atlas}") Path directory,
                OwnSecrets own) {
            this.environment = environment;
            this.directory = directory;
            if (environment.containsProperty(DIRECTORY)) {
                DirectorySetting.requireReadable(DIRECTORY, directory);
            }
            this.own = own;
        }

        /**
         * @param field the reference's path, for the error
         * @throws LinkgateException {@code invalid-request} if it is not a reference, or leads to no such secret
         */
        public Secret resolve(String field, SecretReference reference) {
            String variable = reference.env();
            String file = reference.file();
            if ((variable == null) == (file == null)) {
                throw Failure.invalid(field, "must have one of the fields env and file")
                        .toException();
            }
            Secret secret = variable != null ? ofEnvironment(field, variable) : ofFile(field, String.valueOf(file));
            if (own.contain(secret)) {
                throw Failure.invalid(
                                field + (variable != null ? ".env" : ".file"),
                                "leads to a secret of the gateway itself, which is used for nothing else")
                        .toException();
            }
            return secret;
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
                requireNotOwn(field, Path.of(name));
                Path within = directory.toRealPath();
                Path file = within.resolve(name).toRealPath();
                if (file.startsWith(within)) {
                    requireNotOwn(field, within.relativize(file));
                    if (Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES) {
                        return Secret.of(Files.readString(file).strip());
                    }
                }
            } catch (IOException | InvalidPathException e) {
                // said below, and not more: whether a path exists elsewhere is not disclosed
            }
            throw Failure.invalid(
                            field + ".file",
                            "must name a readable file of at most 4 KiB in linkgate.config.secrets-dir")
                    .toException();
        }

        /**
         * The gateway's own settings may be files in the same directory, for {@code spring.config.import=configtree:}.
         */
        private static void requireNotOwn(String field, Path path) {
            for (Path name : path) {
                if (OwnSecrets.isNameOfOwn(name.toString())) {
                    throw Failure.invalid(
                                    field + ".file",
                                    "must not begin with linkgate. or spring.: such files are"
                                            + " settings of the gateway itself")
                            .toException();
                }
            }
        }
    }
}
