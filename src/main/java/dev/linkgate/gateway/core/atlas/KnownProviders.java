package dev.linkgate.gateway.core.atlas;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.kernel.Provider;
import java.util.Optional;

/** Remembers the provider of each link that was read, because it is part of Atlas's paths and never changes. */
final class KnownProviders {

    private static final int MAX_LINKS = 10_000;

    private final Cache<LinkPath, Provider> providers =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_LINKS).build();

    Optional<Provider> of(LinkPath link) {
        return Optional.ofNullable(providers.getIfPresent(link));
    }

    void note(LinkPath link, Provider provider) {
        if (provider != providers.getIfPresent(link)) {
            providers.put(link, provider);
        }
    }
}
