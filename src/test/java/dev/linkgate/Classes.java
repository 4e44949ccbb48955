package dev.linkgate;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.ref.SoftReference;

/** Compiled classes, for tests of the code itself. They are large, so they are kept only while there is room. */
enum Classes {
    OF_THE_PRODUCT(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS),
    OF_THE_TESTS(ImportOption.Predefined.ONLY_INCLUDE_TESTS);

    private final ImportOption option;
    private SoftReference<JavaClasses> read = new SoftReference<>(null);

    Classes(ImportOption option) {
        this.option = option;
    }

    synchronized JavaClasses all() {
        JavaClasses known = read.get();
        if (known == null) {
            known = new ClassFileImporter().withImportOption(option).importPackages("dev.linkgate");
            read = new SoftReference<>(known);
        }
        return known;
    }
}
