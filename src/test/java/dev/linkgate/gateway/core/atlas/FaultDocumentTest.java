package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FaultDocumentTest {

    private static final Path PAGE = ProjectFiles.at("docs/faults.md");

    @Test
    void pageMatchesTheTable() throws IOException {
        if (Boolean.getBoolean("test.write-docs")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, FaultDocument.render());
        }
        assertThat(PAGE)
                .as("to write it: ./mvnw test -Dtest=FaultDocumentTest -Dtest.write-docs=true")
                .content()
                .isEqualTo(FaultDocument.render());
    }
}
