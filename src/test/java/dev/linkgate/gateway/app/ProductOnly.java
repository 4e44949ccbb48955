package dev.linkgate.gateway.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Keeps the configurations of other tests, which share the product's packages, out of the application; and all features
 * but some, if a test wants that.
 */
final class ProductOnly extends TypeExcludeFilter {

    private static final Pattern FEATURE = Pattern.compile("dev\\.linkgate\\.gateway\\.feature\\.(\\w+)\\..*");

    private final Predicate<String> features;

    ProductOnly() {
        this(feature -> true);
    }

    /** @param features which ones are there, by their names */
    ProductOnly(Predicate<String> features) {
        this.features = features;
    }

    @Override
    public boolean match(MetadataReader reader, MetadataReaderFactory factory) {
        Matcher feature = FEATURE.matcher(reader.getClassMetadata().getClassName());
        if (feature.matches() && !features.test(feature.group(1))) {
            return true;
        }
        try {
            return reader.getResource().getURL().getPath().contains("/test-classes/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProductOnly;
    }

    @Override
    public int hashCode() {
        return ProductOnly.class.hashCode();
    }
}
