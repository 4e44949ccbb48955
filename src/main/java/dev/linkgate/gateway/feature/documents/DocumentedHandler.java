package dev.linkgate.gateway.feature.documents;

import dev.linkgate.gateway.core.endpoints.provisioning.DryRun;
import dev.linkgate.gateway.core.platform.web.Problems;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

/** What the annotations and the parameters of an operation's handler say of it. */
record DocumentedHandler(HandlerMethod handler) {

    RequestMethod method() {
        return mappings()
                .flatMap(mapping -> Arrays.stream(mapping.method()))
                .findFirst()
                .orElse(RequestMethod.GET);
    }

    /** Whether anybody may call it. */
    boolean isPublic() {
        return handler.getBeanType().isAnnotationPresent(SecurityRequirements.class);
    }

    /** Whether teams call it, so that a JWT may have to say for which. */
    boolean isForTeams() {
        return !isPublic() && !isUnder("/admin");
    }

    boolean isStream() {
        return mappings()
                .flatMap(mapping -> Arrays.stream(mapping.produces()))
                .anyMatch(MediaType.TEXT_EVENT_STREAM_VALUE::equals);
    }

    boolean takes(Class<?> type) {
        return Arrays.stream(handler.getMethodParameters()).anyMatch(p -> p.getParameterType() == type);
    }

    /** The administrator's PUTs create what is absent, if they choose their status. */
    boolean createsOrReplaces() {
        return method() == RequestMethod.PUT
                && isUnder("/admin")
                && handler.getReturnType().getParameterType() == ResponseEntity.class;
    }

    boolean asksAtlas() {
        return handler.hasMethodAnnotation(Problems.OfAtlas.class);
    }

    boolean isInProject() {
        return mappings()
                .flatMap(mapping -> Arrays.stream(mapping.path()))
                .anyMatch(path -> path.contains("{projectId}"));
    }

    /** Whether it is a write that can also say what it would do. */
    boolean takesDryRun() {
        return Arrays.stream(handler.getMethod().getParameters())
                .anyMatch(p -> p.getName().equals("dryRun"));
    }

    /** What it answers if it is no dry run, and may have added something. */
    Optional<Class<? extends Record>> written() {
        return Optional.ofNullable(handler.getMethodAnnotation(DryRun.Or.class)).map(DryRun.Or::value);
    }

    boolean writesAtAtlas() {
        return asksAtlas() && takesDryRun();
    }

    /** The codes of the problems that its annotations name. */
    Stream<String> problems() {
        Problems own = handler.getMethodAnnotation(Problems.class);
        Problems.OfAtlas ofAtlas = handler.getMethodAnnotation(Problems.OfAtlas.class);
        return Stream.concat(
                own == null ? Stream.empty() : Arrays.stream(own.value()),
                ofAtlas == null ? Stream.empty() : Arrays.stream(ofAtlas.value()));
    }

    private boolean isUnder(String path) {
        return mappings().flatMap(mapping -> Arrays.stream(mapping.path())).anyMatch(own -> own.startsWith(path));
    }

    /** The mappings of the method and of its class. */
    private Stream<RequestMapping> mappings() {
        return Stream.<AnnotatedElement>of(handler.getMethod(), handler.getBeanType())
                .map(element -> AnnotatedElementUtils.findMergedAnnotation(element, RequestMapping.class))
                .filter(Objects::nonNull);
    }
}
