package dev.linkgate.gateway.core.platform.vocabulary;

import dev.linkgate.gateway.LinkgateApplication;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import org.springframework.beans.BeanUtils;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.util.ClassUtils;

/** The words of the core and of all features, without their beans. */
public final class TestVocabulary {

    public static final Vocabulary ALL = new Vocabulary(words());

    private TestVocabulary() {}

    /** @param code such as {@code rate-limited} */
    public static ProblemCode problem(String code) {
        return ALL.all(ProblemCode.class).stream()
                .filter(problem -> problem.code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static Words[] words() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AssignableTypeFilter(Words.class));
        return scanner.findCandidateComponents(LinkgateApplication.class.getPackageName()).stream()
                .map(found -> ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null))
                .map(type -> (Words) BeanUtils.instantiateClass(type))
                .toArray(Words[]::new);
    }
}
