package dev.linkgate.gateway.platform.observability;

import dev.linkgate.kernel.ProductVersion;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Exports spans over OTLP/HTTP, in the background and in batches. Spans that a slow collector does not take are dropped,
 * so no request waits for it.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(TracesExported.class)
class TracingConfiguration {

    @Bean(destroyMethod = "close")
    SdkTracerProvider spans(
            TracesExportSettings export,
            SamplingSettings sampling,
            ProductVersion version,
            @Value("${spring.application.name}") String service) {
        OtlpHttpSpanExporterBuilder exporter =
                OtlpHttpSpanExporter.builder().setEndpoint(export.endpoint()).setTimeout(export.timeout());
        export.headers().forEach((name, value) -> exporter.addHeader(name, value.reveal()));
        return SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(
                                AttributeKey.stringKey("service.name"),
                                service,
                                AttributeKey.stringKey("service.version"),
                                version.value()))))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sampling.probability())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter.build()).build())
                .build();
    }

    @Bean
    Tracing tracing(SdkTracerProvider spans) {
        return new Tracing(spans.get("dev.linkgate"));
    }
}
