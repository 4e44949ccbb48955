package dev.linkgate.kernel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The cloud whose network a link connects to. */
public enum Provider {
    AWS("AWS"),
    AZURE("Azure"),
    GCP("GCP");

    private final String title;

    Provider(String title) {
        this.title = title;
    }

    /** The name in texts for people. */
    public String title() {
        return title;
    }

    /** Finds a provider by its name in any case. */
    public static Optional<Provider> of(String name) {
        return Arrays.stream(values())
                .filter(provider -> provider.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }
}
