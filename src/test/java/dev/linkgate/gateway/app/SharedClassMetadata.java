package dev.linkgate.gateway.app;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Lets the gateways of one process read each class file once: what one context has read, the next ones begin with.
 * Spring empties a reader that is shared itself.
 */
final class SharedClassMetadata implements ApplicationContextInitializer<GenericApplicationContext> {

    /** Boot registers a reader under this name that does not look there, unless there is one. */
    private static final String NAME_IN_BOOT =
            "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory";

    private static final Map<Resource, MetadataReader> READ = new ConcurrentHashMap<>();

    @Override
    public void initialize(GenericApplicationContext context) {
        Map<Resource, MetadataReader> cache = context.getResourceCache(MetadataReader.class);
        cache.putAll(READ);
        context.addApplicationListener((ContextRefreshedEvent refreshed) -> READ.putAll(cache));
        context.registerBeanDefinition(
                NAME_IN_BOOT,
                new RootBeanDefinition(MetadataReaderFactory.class, () -> new CachingMetadataReaderFactory(context)));
    }
}
