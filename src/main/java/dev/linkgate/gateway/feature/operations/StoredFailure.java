package dev.linkgate.gateway.feature.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.vocabulary.Vocabulary;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A failure as stored in the database. A code that this gateway does not know reads as an internal error. */
record StoredFailure(
        String code,
        String detail,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AtlasAnswer atlas) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static @Nullable String write(@Nullable Failure failure) {
        return failure == null
                ? null
                : JSON.writeValueAsString(new StoredFailure(failure.code().code(), failure.detail(), failure.atlas()));
    }

    static @Nullable Failure read(Vocabulary known, @Nullable String stored) {
        return stored == null
                ? null
                : JSON.readValue(stored, StoredFailure.class).failure(known);
    }

    private Failure failure(Vocabulary known) {
        ProblemCode problem = known.all(ProblemCode.class).stream()
                .filter(candidate -> candidate.code().equals(code))
                .findFirst()
                .orElse(ProblemCode.INTERNAL_ERROR);
        return Failure.of(problem, detail).answeredBy(atlas);
    }
}
