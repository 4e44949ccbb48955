package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.sandbox.log.SeenRequest;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Traces are exported if an endpoint for them is set; a caller's trace is in the log in any case. */
@Tag("harness")
class TracesTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLERS_SPAN = "00f067aa0ba902b7";
    private static final String SAMPLED = "00-" + TRACE + "-" + CALLERS_SPAN + "-01";
    private static final String NOT_SAMPLED = "00-" + TRACE + "-" + CALLERS_SPAN + "-00";

    private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint=";
    private static final String TOKEN = "the-token-of-the-collector";

    @Test
    void aWriteIsASpanOfTheCallersTraceWithASpanForEachRequestToAtlas() {
        try (TraceCollector collector = new TraceCollector()) {
            String id = Scene.newEndpoint();
            Scene scene;
            URI atlas;
            List<SeenRequest> sent;
            try (Gateway gateway = tracing(collector, "1")) {
                atlas = gateway.atlas().baseUrl();
                scene = Scene.in(gateway);
                Caller editor = scene.editor();
                gateway.atlas().log().forget();
                assertThat(editor.with("traceparent", SAMPLED).post(scene.endpoints() + "?pretty=true", Scene.body(id)))
                        .hasStatus(201);
                sent = gateway.atlas().log().seen();
            } // exports the rest

            TraceCollector.Exported server = collector.spans(SpanKind.SPAN_KIND_SERVER).stream()
                    .filter(span -> span.traceId().equals(TRACE))
                    .findFirst()
                    .orElseThrow();
            String route = "/projects/{projectId}/links/{linkId}/endpoints";
            assertThat(server.span().getName()).isEqualTo("POST " + route);
            assertThat(server.parentId()).isEqualTo(CALLERS_SPAN);
            assertThat(server.attributes())
                    .containsEntry("http.request.method", "POST")
                    .containsEntry("http.route", route)
                    .containsEntry("http.response.status_code", "201")
                    .containsEntry("url.path", scene.endpoints())
                    .containsEntry("url.scheme", "http")
                    .containsEntry("client.address", "127.0.0.1");

            List<TraceCollector.Exported> clients = collector.spans(SpanKind.SPAN_KIND_CLIENT).stream()
                    .filter(span -> span.traceId().equals(TRACE))
                    .toList();
            assertThat(clients).as("a challenge is an exchange of its own").hasSameSizeAs(sent);
            assertThat(clients).allSatisfy(client -> {
                assertThat(client.parentId()).isEqualTo(server.id());
                String template = client.attributes().get("url.template");
                assertThat(client.span().getName()).isIn("GET " + template, "POST " + template);
                assertThat(client.attributes())
                        .containsEntry("server.address", atlas.getHost())
                        .containsEntry("server.port", String.valueOf(atlas.getPort()));
            });
            assertThat(sent.stream().map(TracesTest::traceparent))
                    .as("each request to Atlas tells its own span")
                    .containsExactlyInAnyOrderElementsOf(clients.stream()
                            .map(client -> "00-" + TRACE + "-" + client.id() + "-01")
                            .toList());
            assertThat(collector.spans())
                    .extracting(span -> span.span().getName())
                    .noneMatch(name -> name.contains(scene.project().value()) || name.contains(id));
            assertThat(collector.everything())
                    .doesNotContain(
                            "pretty", "Digest", "Bearer", "lgk_", Gateway.ADMIN_TOKEN, Gateway.PRIVATE_KEY, TOKEN);
            assertThat(collector.tokens()).isNotEmpty().containsOnly(TOKEN);
            assertThat(collector.services())
                    .singleElement()
                    .satisfies(service -> assertThat(service)
                            .containsEntry("service.name", "linkgate")
                            .containsKey("service.version"));
        }
    }

    @Test
    void failuresAreSpansWithTheirType() {
        try (TraceCollector collector = new TraceCollector()) {
            try (Gateway gateway = tracing(collector, "1")) {
                Scene scene = Scene.in(gateway);
                Caller editor = scene.editor();
                assertThat(editor.get("/" + "secret".repeat(3))).isProblem("not-found");
                gateway.atlas().close();
                assertThat(editor.get(scene.linkPath())).isProblem("atlas-unavailable");
            }
            assertThat(collector.spans(SpanKind.SPAN_KIND_CLIENT))
                    .filteredOn(span -> span.span().getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR)
                    .extracting(span -> span.attributes().get("error.type"))
                    .contains("AnnotatedConnectException");
            assertThat(collector.spans(SpanKind.SPAN_KIND_SERVER))
                    .filteredOn(span -> span.span().getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR)
                    .extracting(span -> span.attributes().get("http.response.status_code"))
                    .containsOnly("503");
            assertThat(collector.spans()).anySatisfy(span -> {
                assertThat(span.span().getName()).isEqualTo("GET");
                assertThat(span.attributes())
                        .containsEntry("http.response.status_code", "404")
                        .doesNotContainKey("http.route");
            });
            assertThat(collector.everything()).doesNotContain("secretsecret");
        }
    }

    @Test
    void tracesThatAreNotSampledArePassedOnAndNotExported() {
        try (TraceCollector collector = new TraceCollector()) {
            try (Gateway gateway = tracing(collector, "0")) {
                Scene scene = Scene.in(gateway);
                Caller viewer = scene.viewer();
                gateway.atlas().log().forget();
                assertThat(viewer.with("traceparent", NOT_SAMPLED).get(scene.linkPath()))
                        .isOk();
                assertThat(gateway.atlas().log().seen())
                        .isNotEmpty()
                        .allSatisfy(request -> assertThat(traceparent(request))
                                .startsWith("00-" + TRACE + "-")
                                .endsWith("-00")
                                .doesNotContain(CALLERS_SPAN));
                assertThat(viewer.get(scene.linkPath())).isOk();
            }
            assertThat(collector.spans()).isEmpty();
        }
    }

    @Test
    void withoutAnEndpointNothingOfTracingExists() {
        ConfigurableApplicationContext context = Gateway.shared().context();
        assertThat(Arrays.stream(context.getBeanDefinitionNames())
                        .map(context::getType)
                        .filter(Objects::nonNull)
                        .map(Class::getName))
                .isNotEmpty()
                .noneMatch(type -> type.contains("Tracing")
                        || type.contains("opentelemetry")
                        || type.contains("ServerHttpObservationFilter"));
    }

    @Test
    void aBlankEndpointIsNone() {
        try (Gateway gateway = Gateway.start(ENDPOINT)) {
            assertThat(gateway.context().containsBean("tracing")).isFalse();
        }
    }

    @Test
    void theLogShowsTheCallersTraceWithoutTracing() {
        Gateway gateway = Gateway.shared();
        Scene scene = Scene.in(gateway);
        Caller viewer = scene.viewer();
        try (EcsLog log = new EcsLog("dev.linkgate.requests")) {
            viewer.with("traceparent", SAMPLED).post(scene.endpoints(), "{}");
            viewer.post(scene.endpoints(), "{}");

            JsonNode traced = line(log, scene, 0);
            assertThat(traced.at("/trace/id").asString()).isEqualTo(TRACE);
            assertThat(traced.has("span")).isFalse();
            assertThat(line(log, scene, 1).has("trace")).isFalse();
        }
    }

    @Test
    void theLogShowsTheSpanWithTracing() {
        try (TraceCollector collector = new TraceCollector()) {
            JsonNode traced;
            JsonNode own;
            try (Gateway gateway = tracing(collector, "1")) {
                Scene scene = Scene.in(gateway);
                Caller viewer = scene.viewer();
                try (EcsLog log = new EcsLog("dev.linkgate.requests")) {
                    viewer.with("traceparent", SAMPLED).post(scene.endpoints(), "{}");
                    viewer.post(scene.endpoints(), "{}");
                    traced = line(log, scene, 0);
                    own = line(log, scene, 1);
                }
            }
            Map<String, String> traces = collector.spans(SpanKind.SPAN_KIND_SERVER).stream()
                    .collect(Collectors.toMap(TraceCollector.Exported::id, TraceCollector.Exported::traceId));
            assertThat(traced.at("/trace/id").asString()).isEqualTo(TRACE);
            for (JsonNode line : List.of(traced, own)) {
                assertThat(traces)
                        .containsEntry(
                                line.at("/span/id").asString(),
                                line.at("/trace/id").asString());
            }
        }
    }

    private static String traceparent(SeenRequest request) {
        return Objects.requireNonNull(request.headers().get("traceparent")).getFirst();
    }

    /** The line of the scene's nth request; a line is written after the answer. */
    private static JsonNode line(EcsLog log, Scene scene, int n) {
        return Patience.until(
                        () -> log.lines().stream()
                                .filter(line -> line.at("/url/path")
                                        .asString()
                                        .contains(scene.project().value()))
                                .toList(),
                        lines -> lines.size() > n)
                .get(n);
    }

    private static Gateway tracing(TraceCollector collector, String probability) {
        return Gateway.start(
                ENDPOINT + collector.endpoint(),
                "management.opentelemetry.tracing.export.otlp.headers.X-Token=" + TOKEN,
                "management.tracing.sampling.probability=" + probability);
    }
}
