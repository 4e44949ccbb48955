package dev.linkgate.gateway.feature.declared;

import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.store.DataDirectory;
import dev.linkgate.kernel.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Component;

/**
 * Recognises the gateway's own secrets, so that none of them is sent to Atlas as a client secret, or signs events: its
 * master keys, the administrator's token, keys of teams and administrators, and the value of any of its own settings.
 */
@Component
final class OwnSecrets {

    /** The names of settings, as properties and as environment variables. */
    private static final Pattern OWN_SETTING = Pattern.compile("(linkgate|spring)[._].*", Pattern.DOTALL);

    /** The keys of teams and administrators, and the generated administrator's token. */
    private static final Pattern OWN_KEY = Pattern.compile("lg[ka]_[0-9A-Za-z_-]+");

    private static final String ADMIN_TOKEN = "admin-token";

    private final ConfigurableEnvironment environment;
    private final KeyRing keys;
    private final DataDirectory directory;

    OwnSecrets(ConfigurableEnvironment environment, KeyRing keys, DataDirectory directory) {
        this.environment = environment;
        this.keys = keys;
        this.directory = directory;
    }

    /**
     * Whether a file of this name is one of ours by its name: those of {@code configtree} are named as settings are.
     */
    static boolean isNameOfOwn(String file) {
        return OWN_SETTING.matcher(file.toLowerCase(Locale.ROOT)).matches();
    }

    boolean contain(Secret secret) {
        return keys.includes(secret)
                || OWN_KEY.matcher(secret.reveal()).matches()
                || isAdminToken(secret)
                || isSetting(secret);
    }

    /** The file in the data directory may have been replaced by one that the gateway did not generate. */
    private boolean isAdminToken(Secret secret) {
        Path file = directory.file(ADMIN_TOKEN);
        try {
            return Files.exists(file)
                    && Secret.of(Files.readString(file).strip()).equals(secret);
        } catch (IOException e) {
            return false; // it is no token of ours, because the gateway could not read it either
        }
    }

    private boolean isSetting(Secret secret) {
        return environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .flatMap(OwnSecrets::values)
                .map(environment::resolvePlaceholders)
                .anyMatch(value -> Secret.of(value.strip()).equals(secret));
    }

    private static Stream<String> values(PropertySource<?> source) {
        return Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames())
                .filter(OwnSecrets::isNameOfOwn)
                .map(source::getProperty)
                .filter(Objects::nonNull)
                .map(String::valueOf);
    }
}
