package dev.linkgate.gateway.core.api;

import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.endpoints.link.LinkName;
import dev.linkgate.gateway.core.endpoints.link.Precondition;
import dev.linkgate.gateway.core.endpoints.link.WaitSettings;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.web.EntityTag;
import dev.linkgate.gateway.core.platform.web.RequestArgument;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Lets controller methods take a {@link Freshness}, a {@link Precondition}, an {@link IdempotencyKey} and a {@link
 * PreferWait}. */
@Configuration(proxyBeanMethods = false)
class RequestArguments implements WebMvcConfigurer {

    private final WaitSettings settings;

    RequestArguments(WaitSettings settings) {
        this.settings = settings;
    }

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(String.class, LinkName.class, LinkName::new);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new RequestArgument<>(Freshness.class, CacheHeaders::freshness));
        resolvers.add(new RequestArgument<>(Precondition.class, ConditionalHeaders::precondition));
        resolvers.add(new RequestArgument<>(IdempotencyKey.class, IdempotencyKey::of));
        resolvers.add(new RequestArgument<>(PreferWait.class, request -> PreferWait.of(request, settings)));
    }

    /**
     * The conditions of a write: {@code If-Match} and {@code If-None-Match} (RFC 9110, sections 13.1.1 and 13.1.2).
     *
     * <p>The gateway's tags are weak, because they are the same for any formatting. They still identify a state, so
     * {@code If-Match} compares them as {@code If-None-Match} does.
     */
    static final class ConditionalHeaders {

        private static final String ANY = "*";
        private static final Pattern TAG = Pattern.compile("(?:W/)?\"([\\x21\\x23-\\x7e]*)\"");

        private ConditionalHeaders() {}

        /**
         * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} if a header is not
         *     well-formed
         */
        static Precondition precondition(HttpServletRequest request) {
            List<String> match = tags(request, HttpHeaders.IF_MATCH);
            List<String> noneMatch = tags(request, HttpHeaders.IF_NONE_MATCH);
            if (match.isEmpty() && noneMatch.isEmpty()) {
                return Precondition.NONE;
            }
            return current -> {
                if (!match.isEmpty() && !isAmong(match, current)) {
                    throw failed(
                            HttpHeaders.IF_MATCH, current.isEmpty() ? "it does not exist" : "it has another tag now");
                }
                if (isAmong(noneMatch, current)) {
                    throw failed(HttpHeaders.IF_NONE_MATCH, "it exists");
                }
            };
        }

        /** The opaque tags of a header, or the star; none if the header is absent. */
        private static List<String> tags(HttpServletRequest request, String header) {
            return Collections.list(request.getHeaders(header)).stream()
                    .flatMap(line -> Arrays.stream(line.split(",")))
                    .map(tag -> opaque(tag.strip(), header))
                    .toList();
        }

        private static String opaque(String tag, String header) {
            if (tag.equals(ANY)) {
                return tag;
            }
            var form = TAG.matcher(tag);
            if (!form.matches()) {
                throw Failure.invalid(header, "must be * or entity tags in double quotes")
                        .toException();
            }
            return form.group(1);
        }

        private static boolean isAmong(List<String> tags, Optional<? extends Record> current) {
            return current.filter(record -> tags.contains(ANY) || tags.contains(EntityTag.opaque(record)))
                    .isPresent();
        }

        private static RuntimeException failed(String header, String why) {
            return Failure.of(
                            ProblemCode.PRECONDITION_FAILED, header + " does not hold: " + why + ". Nothing was sent.")
                    .toException();
        }
    }
}
