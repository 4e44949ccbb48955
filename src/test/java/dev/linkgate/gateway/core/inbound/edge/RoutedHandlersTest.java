package dev.linkgate.gateway.core.inbound.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.app.Gateway;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Each request reaches the handler that Spring's own search would find. */
class RoutedHandlersTest {

    private final RequestMappingHandlerMapping used =
            Gateway.shared().context().getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);

    private final Map<RequestMappingInfo, HandlerMethod> mappings = used.getHandlerMethods();
    private final ObservedHandlers handlers = new ObservedHandlers(mappings);

    /** A request, and the handler that it is for. */
    private record Call(String pattern, MockHttpServletRequest request, Method handler) {

        @Override
        public String toString() {
            return request.getMethod() + " " + pattern;
        }
    }

    @Test
    void gatewayUsesThem() {
        assertThat(used).isInstanceOf(RoutedHandlers.class);
        assertThat(calls()).hasSizeGreaterThan(150);
    }

    @Test
    void onlyHandlersOfTheRouteAreTried() throws Exception {
        for (Call call : calls()) {
            call.request().setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, call.pattern());

            assertThat(handlers.find(call.request())).as("%s", call).isEqualTo(call.handler());
            assertThat(handlers.tried)
                    .as("%s", call)
                    .allSatisfy(tried -> assertThat(tried.getPatternValues()).contains(call.pattern()));
        }
    }

    /** No filter has seen the request. */
    @Test
    void withoutARouteAllHandlersAreTried() throws Exception {
        for (Call call : calls()) {
            assertThat(handlers.find(call.request())).as("%s", call).isEqualTo(call.handler());
        }
    }

    /** The probes and the files of Swagger UI have routes, and others serve them. */
    @Test
    void aRouteWithoutAHandlerHasNone() throws Exception {
        for (String pattern : List.of("/livez", "/swagger-ui/**")) {
            MockHttpServletRequest request = new MockHttpServletRequest("GET", pattern.replace("**", "index.css"));
            request.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, pattern);

            assertThat(handlers.find(request)).as(pattern).isNull();
        }
    }

    private List<Call> calls() {
        return mappings.entrySet().stream()
                .flatMap(mapping -> calls(mapping.getKey(), mapping.getValue().getMethod()))
                .toList();
    }

    private static Stream<Call> calls(RequestMappingInfo mapping, Method handler) {
        return mapping.getPatternValues().stream()
                .flatMap(pattern ->
                        methods(mapping).map(method -> new Call(pattern, request(method, pattern, mapping), handler)));
    }

    /** GET serves HEAD, too. */
    private static Stream<String> methods(RequestMappingInfo mapping) {
        Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
        return Stream.concat(
                methods.stream().map(RequestMethod::name),
                methods.contains(RequestMethod.GET) ? Stream.of("HEAD") : Stream.empty());
    }

    private static MockHttpServletRequest request(String method, String pattern, RequestMappingInfo mapping) {
        MockHttpServletRequest request = new MockHttpServletRequest(
                method,
                pattern.replaceAll("\\{file:.*}", "start.js").replaceAll("\\{\\w+}", "64b7f0c2a91d3e5f60718293"));
        mapping.getConsumesCondition().getConsumableMediaTypes().stream()
                .findFirst()
                .map(MediaType::toString)
                .ifPresent(request::setContentType);
        mapping.getProducesCondition()
                .getProducibleMediaTypes()
                .forEach(type -> request.addHeader(HttpHeaders.ACCEPT, type.toString()));
        return request;
    }

    /** Notes which mappings were tried for the last request. */
    private static final class ObservedHandlers extends RoutedHandlers {

        private final List<RequestMappingInfo> tried = new ArrayList<>();

        ObservedHandlers(Map<RequestMappingInfo, HandlerMethod> mappings) {
            setApplicationContext(Gateway.shared().context());
            mappings.forEach((mapping, handler) -> registerMapping(mapping, handler.getBean(), handler.getMethod()));
        }

        @Nullable
        Method find(HttpServletRequest request) throws Exception {
            tried.clear();
            HandlerMethod found = getHandlerInternal(request);
            return found == null ? null : found.getMethod();
        }

        @Override
        protected @Nullable RequestMappingInfo getMatchingMapping(
                RequestMappingInfo mapping, HttpServletRequest request) {
            tried.add(mapping);
            return super.getMatchingMapping(mapping, request);
        }
    }
}
