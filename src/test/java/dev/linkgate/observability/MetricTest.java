package dev.linkgate.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricTest {

    private static final Pattern ROW = Pattern.compile("^\\| `([a-z.]+)` \\|", Pattern.MULTILINE);

    @Test
    void pageListsExactlyTheMetrics() throws IOException {
        List<String> documented = ROW.matcher(Files.readString(Path.of("docs", "metrics.md")))
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(
                        Arrays.stream(Metric.values()).map(Metric::meterName).toList());
    }
}
