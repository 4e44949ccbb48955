package dev.linkgate.api;

import dev.linkgate.link.Freshness;
import dev.linkgate.link.WaitSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets controller methods take a {@link Freshness} and a {@link Wait}. */
@Configuration(proxyBeanMethods = false)
class RequestArguments implements WebMvcConfigurer {

    private final WaitSettings settings;

    RequestArguments(WaitSettings settings) {
        this.settings = settings;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new Resolver<>(Freshness.class, Readings::freshness));
        resolvers.add(new Resolver<>(Wait.class, request -> Wait.of(request, settings)));
    }

    private record Resolver<T>(Class<T> type, Function<HttpServletRequest, T> source)
            implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == type;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binder) {
            return Objects.requireNonNull(
                    source.apply(Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class))));
        }
    }
}
