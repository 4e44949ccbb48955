package dev.linkgate.gateway.app;

import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.IntegerAssert;
import org.assertj.core.api.ListAssert;
import org.assertj.core.api.StringAssert;
import org.jspecify.annotations.Nullable;

/** Assertions in the words of docs/api.md. */
final class AnswerAssert extends AbstractAssert<AnswerAssert, Answer> {

    private AnswerAssert(Answer actual) {
        super(actual, AnswerAssert.class);
        as("%s", actual);
    }

    static AnswerAssert assertThat(@Nullable Answer actual) {
        return new AnswerAssert(java.util.Objects.requireNonNull(actual));
    }

    AnswerAssert hasStatus(int status) {
        Assertions.assertThat(actual.status()).as(descriptionText()).isEqualTo(status);
        return this;
    }

    /** The status, for tests where more than one status is right. */
    IntegerAssert extractingStatus() {
        return new IntegerAssert(actual.status()).as(descriptionText());
    }

    AnswerAssert isOk() {
        return hasStatus(200);
    }

    AnswerAssert hasHeader(String name, String value) {
        header(name).isEqualTo(value);
        return this;
    }

    AnswerAssert hasNoHeader(String name) {
        Assertions.assertThat(actual.headers().map()).as(descriptionText()).doesNotContainKey(name);
        return this;
    }

    AnswerAssert isEmpty() {
        Assertions.assertThat(actual.body()).as(descriptionText()).isEmpty();
        return this;
    }

    StringAssert header(String name) {
        return new StringAssert(actual.header(name)).as("%s of %s", name, actual);
    }

    /** Asserts a problem, with the status that belongs to the code. */
    AnswerAssert isProblem(String code) {
        Assertions.assertThat(HouseRules.codes()).containsKey(code);
        Assertions.assertThat(actual.status())
                .as(descriptionText())
                .isEqualTo(HouseRules.codes().get(code));
        if (!actual.method().equals("HEAD")) {
            has("/code", code);
        }
        return this;
    }

    /** An error of the Atlas API. */
    AnswerAssert isAtlasError(int status, String errorCode) {
        hasStatus(status);
        AtlasError.check(actual);
        return hasHeader("X-Error-Code", errorCode);
    }

    /** The fields that a validation complains of, in this order. */
    AnswerAssert isInvalidIn(String... fields) {
        isProblem("invalid-request");
        Assertions.assertThat(actual.json()
                        .at("/errors")
                        .valueStream()
                        .map(error -> error.path("field").asString("")))
                .as(descriptionText())
                .containsExactly(fields);
        Assertions.assertThat(actual.json().at("/errors").valueStream())
                .as("each is in the body or in a parameter: %s", actual)
                .allMatch(error -> error.has("pointer") != error.has("parameter"));
        return this;
    }

    /** Where the wrong fields are: `#` and a pointer into the body, or the name of a parameter. */
    AnswerAssert isInvalidAt(String... places) {
        isProblem("invalid-request");
        Assertions.assertThat(actual.json()
                        .at("/errors")
                        .valueStream()
                        .map(error -> error.has("pointer")
                                ? "#" + error.path("pointer").asString()
                                : error.path("parameter").asString("")))
                .as(descriptionText())
                .containsExactly(places);
        return this;
    }

    AnswerAssert has(String pointer, Object value) {
        Assertions.assertThat(actual.json().at(pointer).asString("(nothing)"))
                .as("%s of %s", pointer, actual)
                .isEqualTo(value.toString());
        return this;
    }

    AnswerAssert hasNo(String pointer) {
        Assertions.assertThat(actual.json().at(pointer).isMissingNode())
                .as("%s of %s is absent", pointer, actual)
                .isTrue();
        return this;
    }

    AnswerAssert isNullAt(String pointer) {
        Assertions.assertThat(actual.json().at(pointer).isNull())
                .as("%s of %s is null", pointer, actual)
                .isTrue();
        return this;
    }

    /** One field of each entry of a list. */
    ListAssert<String> results(String field) {
        isOk();
        return new ListAssert<>(actual.results(field)).as(descriptionText());
    }
}
