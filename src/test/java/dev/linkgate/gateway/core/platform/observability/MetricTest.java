package dev.linkgate.gateway.core.platform.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {

    private static final Pattern ROW = Pattern.compile("^- `([a-z.]+)`:", Pattern.MULTILINE);

    /** A metric's name at Prometheus, which may have a suffix. */
    private static final Pattern QUERIED = Pattern.compile("\\b(?:linkgate|http_server)_[a-z_]+");

    private static final List<String> SUFFIXES =
            List.of("", "_total", "_seconds", "_seconds_count", "_seconds_sum", "_seconds_bucket");

    @ParameterizedTest
    @ValueSource(strings = {"dashboard.json", "alerts.yml"})
    void dashboardAndAlertsUseTheMetrics(String file) throws IOException {
        Set<String> known = Arrays.stream(Metric.values())
                .map(metric -> metric.meterName().replace('.', '_'))
                .flatMap(name -> SUFFIXES.stream().map(suffix -> name + suffix))
                .collect(Collectors.toSet());

        assertThat(QUERIED.matcher(Files.readString(ProjectFiles.at("docs/observability/" + file)))
                        .results())
                .isNotEmpty()
                .map(MatchResult::group)
                .allMatch(known::contains);
    }

    @Test
    void pageListsExactlyTheMetrics() throws IOException {
        List<String> documented = ROW.matcher(Files.readString(ProjectFiles.at("docs/metrics.md")))
                .results()
                .map((MatchResult row) -> row.group(1))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(
                        Arrays.stream(Metric.values()).map(Metric::meterName).toList());
    }
}
