package dev.linkgate;

import java.util.stream.Stream;
import org.springframework.modulith.core.ApplicationModuleDetectionStrategy;
import org.springframework.modulith.core.JavaPackage;

/** Has Spring Modulith take the packages for modules that say so: the core, and each feature. */
public final class AnnotatedModules implements ApplicationModuleDetectionStrategy {

    @Override
    public Stream<JavaPackage> getModuleBasePackages(JavaPackage root) {
        return ApplicationModuleDetectionStrategy.explicitlyAnnotated().getModuleBasePackages(root);
    }
}
