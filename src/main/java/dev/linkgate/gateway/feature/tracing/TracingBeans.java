package dev.linkgate.gateway.feature.tracing;

import dev.linkgate.gateway.core.atlas.channel.ChannelLayer;
import dev.linkgate.kernel.ProductVersion;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Exports spans over OTLP/HTTP, in the background and in batches. Spans that a slow collector does not take are
 * dropped, so no request waits for it. Without an endpoint to send them to, nothing of tracing exists.
 */
public final class TracingBeans implements BeanRegistrar {

    static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

    /** Whether spans are exported: an endpoint for them is set. */
    private static boolean isExporting(Environment environment) {
        return StringUtils.hasText(environment.getProperty(ENDPOINT));
    }

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        if (!isExporting(environment)) {
            return;
        }
        String service = environment.getRequiredProperty("spring.application.name");
        registry.registerBean(
                SdkTracerProvider.class,
                bean -> bean.supplier(context -> spans(
                        context.bean(TracesExportSettings.class),
                        context.bean(SamplingSettings.class),
                        context.bean(ProductVersion.class),
                        service)));
        registry.registerBean(
                Tracing.class,
                bean -> bean.supplier(context ->
                        new Tracing(context.bean(SdkTracerProvider.class).get("dev.linkgate"))));
        registry.registerBean(
                ChannelLayer.class,
                bean -> bean.supplier(context -> {
                    Tracing tracing = context.bean(Tracing.class);
                    return (inner, origin) -> new TracedChannel(inner, tracing, origin);
                }));
        registry.registerBean(
                "tracingPlace",
                new ParameterizedTypeReference<FilterRegistrationBean<TracingFilter>>() {},
                bean -> bean.supplier(context -> first(new TracingFilter(context.bean(Tracing.class)))));
    }

    /** The span begins before the request's context, which continues the span's trace. */
    private static FilterRegistrationBean<TracingFilter> first(TracingFilter filter) {
        FilterRegistrationBean<TracingFilter> place = new FilterRegistrationBean<>(filter);
        place.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return place;
    }

    private static SdkTracerProvider spans(
            TracesExportSettings export, SamplingSettings sampling, ProductVersion version, String service) {
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
}
