package dev.linkgate.gateway.app;

import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Lets the gateways of one process read each class file once. Boot registers a reader for each context, unless one is there
 * under its name.
 */
final class SharedClassMetadata implements ApplicationContextInitializer<GenericApplicationContext> {

    private static final String NAME_IN_BOOT =
            "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory";

    /** More than are read. */
    private static final int CLASSES = 8_192;

    private static final MetadataReaderFactory READER = reader();

    private static MetadataReaderFactory reader() {
        CachingMetadataReaderFactory reader =
                new CachingMetadataReaderFactory(SharedClassMetadata.class.getClassLoader());
        reader.setCacheLimit(CLASSES);
        return reader;
    }

    @Override
    public void initialize(GenericApplicationContext context) {
        context.registerBeanDefinition(NAME_IN_BOOT, new RootBeanDefinition(MetadataReaderFactory.class, () -> READER));
    }
}
