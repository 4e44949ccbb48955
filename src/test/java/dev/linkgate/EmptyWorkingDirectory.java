package dev.linkgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a class that leaves something in the working directory, or runs beside what does. Surefire starts the tests in
 * an empty directory, so that none finds there what somebody has left in the project's. JUnit finds this extension by
 * itself.
 *
 * <p>What Java puts there itself, for a moment, is not a test's: {@code .attach_pid} and a number, when a tool attaches
 * to it.
 */
public final class EmptyWorkingDirectory implements AfterAllCallback {

    private static final Path WORKING_DIRECTORY = Path.of("").toAbsolutePath();

    @Override
    public void afterAll(ExtensionContext context) {
        if (!WORKING_DIRECTORY.equals(ProjectFiles.at(""))) { // an IDE may start the tests in the project's directory
            assertThat(WORKING_DIRECTORY)
                    .as("no test writes into the working directory; delete what is there")
                    .isDirectoryNotContaining(
                            file -> !file.getFileName().toString().startsWith(".attach_pid"));
        }
    }
}
