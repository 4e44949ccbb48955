package dev.linkgate.gateway.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A collector of traces over OTLP/HTTP. */
final class TraceCollector implements AutoCloseable {

    private final HttpServer server;
    private final List<ExportTraceServiceRequest> exports = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();

    /** A span with its ids in hex, and its attributes as text. */
    record Exported(Span span) {

        String traceId() {
            return HexFormat.of().formatHex(span.getTraceId().toByteArray());
        }

        String id() {
            return HexFormat.of().formatHex(span.getSpanId().toByteArray());
        }

        /** Empty if it is the first of its trace. */
        String parentId() {
            return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
        }

        Map<String, String> attributes() {
            return text(span.getAttributesList());
        }
    }

    TraceCollector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        exports.add(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()));
        tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Token")));
        exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    List<Exported> spans() {
        return resources()
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .map(Exported::new)
                .toList();
    }

    /** All spans of this kind. */
    List<Exported> spans(Span.SpanKind kind) {
        return spans().stream()
                .filter(exported -> exported.span().getKind() == kind)
                .toList();
    }

    /** What the exports tell of the gateway. */
    List<Map<String, String>> services() {
        return resources()
                .map(resource -> text(resource.getResource().getAttributesList()))
                .distinct()
                .toList();
    }

    /** The header {@code X-Token} of each export. */
    List<String> tokens() {
        return List.copyOf(tokens);
    }

    /** Everything that was exported, as text. */
    String everything() {
        return exports.toString();
    }

    private Stream<ResourceSpans> resources() {
        return exports.stream().flatMap(export -> export.getResourceSpansList().stream());
    }

    private static Map<String, String> text(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        attribute -> attribute.getValue().hasIntValue()
                                ? String.valueOf(attribute.getValue().getIntValue())
                                : attribute.getValue().getStringValue()));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
