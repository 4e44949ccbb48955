package dev.linkgate;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaParameter;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.web.bind.annotation.RequestBody;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A list in a request is not looked into if it is too long: there is something to say of each wrong element, which
 * takes a hundred times the memory of the element.
 */
class RequestListsTest {

    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    /** The length of a list that is longer than the longest allowed one. */
    private static final int MANY = 300;

    static Stream<Class<?>> bodies() {
        return Classes.OF_THE_PRODUCT.all().stream()
                .flatMap(type -> type.getMethods().stream())
                .map(JavaMethod::getParameters)
                .flatMap(List::stream)
                .filter(parameter -> parameter.isAnnotatedWith(RequestBody.class))
                .map(JavaParameter::getRawType)
                .filter(type -> !type.isArray())
                .<Class<?>>map(type -> type.reflect())
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aListThatIsTooLongHasOneError(Class<?> body) {
        Arrays.stream(body.getDeclaredFields())
                .filter(field -> Collection.class.isAssignableFrom(field.getType()))
                .flatMap(field -> Stream.of("{}", "null", "\"!\"")
                        .map(element ->
                                "{\"" + field.getName() + "\":[" + (element + ",").repeat(2_000) + element + "]}"))
                .forEach(json ->
                        assertThat(errors(json, body)).as(json.substring(0, 60)).isLessThan(MANY));
    }

    private static int errors(String json, Class<?> body) {
        try {
            return VALIDATOR.validate(JsonMapper.shared().readValue(json, body)).size();
        } catch (JacksonException e) {
            return 1;
        }
    }
}
