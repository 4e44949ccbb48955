package dev.linkgate;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** The files of this project, which is not the working directory of its tests. */
public final class ProjectFiles {

    private static final Path ROOT = root();

    private ProjectFiles() {}

    /** @param path below the project's directory, or an absolute one */
    public static Path at(String path) {
        return ROOT.resolve(path);
    }

    /** Where {@code target/test-classes} is, which this class comes from. */
    private static Path root() {
        try {
            return Path.of(ProjectFiles.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent()
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
