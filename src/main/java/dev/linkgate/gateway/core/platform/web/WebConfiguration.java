package dev.linkgate.gateway.core.platform.web;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.util.List;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.filter.RequestContextFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets controller methods take a {@link RequestContext} and a {@link Page}, and limits the buffers that JSON keeps. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {

    /** Replaces Boot's filter, which would keep every request in thread locals, as the dispatcher also does. */
    @Bean
    FilterRegistrationBean<RequestContextFilter> noRequestContextFilter() {
        FilterRegistrationBean<RequestContextFilter> registration =
                new FilterRegistrationBean<>(new RequestContextFilter());
        registration.setEnabled(false);
        return registration;
    }

    @Bean
    JsonFactoryBuilderCustomizer boundedBuffers() {
        return factory -> factory.recyclerPool(JsonBuffers.POOL);
    }

    /**
     * A provider is taken in any case, as everywhere. Ids have a converter each, because Spring's own for any type with
     * a constructor looks for it by reflection at every call.
     */
    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, ProjectId.class, ProjectId::new);
        registry.addConverter(String.class, EndpointId.class, EndpointId::new);
        registry.addConverter(
                String.class, Provider.class, name -> Provider.of(name).orElseThrow(IllegalArgumentException::new));
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new RequestArgument<>(RequestContext.class, CurrentContext::of));
        resolvers.add(new RequestArgument<>(Page.class, Page::of));
    }
}
