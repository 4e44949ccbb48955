package dev.linkgate.gateway.api;

import dev.linkgate.gateway.endpoints.link.Freshness;
import dev.linkgate.gateway.endpoints.link.Precondition;
import dev.linkgate.gateway.endpoints.link.WaitSettings;
import dev.linkgate.gateway.platform.web.RequestArgument;
import java.util.List;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets controller methods take a {@link Freshness}, a {@link Precondition} and a {@link PreferWait}. */
@Configuration(proxyBeanMethods = false)
class RequestArguments implements WebMvcConfigurer {

    private final WaitSettings settings;

    RequestArguments(WaitSettings settings) {
        this.settings = settings;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new RequestArgument<>(Freshness.class, CacheHeaders::freshness));
        resolvers.add(new RequestArgument<>(Precondition.class, ConditionalHeaders::precondition));
        resolvers.add(new RequestArgument<>(PreferWait.class, request -> PreferWait.of(request, settings)));
    }
}
