package dev.linkgate;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.ref.SoftReference;

/** Compiled classes, for tests of the code itself. They are large, so they are kept only while there is room. */
enum Classes {
    OF_THE_PRODUCT(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS, true),
    OF_THE_TESTS(ImportOption.Predefined.ONLY_INCLUDE_TESTS, false);

    private final ImportOption option;
    private final boolean withLibraries;
    private SoftReference<JavaClasses> read = new SoftReference<>(null);

    /** @param withLibraries whether their types of libraries are read, too, which takes most of the time */
    Classes(ImportOption option, boolean withLibraries) {
        this.option = option;
        this.withLibraries = withLibraries;
    }

    synchronized JavaClasses all() {
        JavaClasses known = read.get();
        if (known == null) {
            known = ArchConfiguration.withThreadLocalScope(configuration -> {
                configuration.setResolveMissingDependenciesFromClassPath(withLibraries);
                return new ClassFileImporter().withImportOption(option).importPackages("dev.linkgate");
            });
            read = new SoftReference<>(known);
        }
        return known;
    }
}
