package dev.linkgate.gateway.feature.credentials;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.web.JsonErrors;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a JSON body that contains a secret.
 *
 * <p>Spring's own way is unsafe: a parser's message quotes invalid text, which may be the secret, and Spring logs that
 * message, and also bodies that are read into a string.
 */
@Component
public final class SecretBody {

    private final JsonMapper json;

    public SecretBody(JsonMapper json) {
        this.json = json;
    }

    /**
     * @throws LinkgateException {@code invalid-request}, which contains names of fields but no value, and has no cause
     */
    public <T> T read(InputStream body, Class<T> type) throws IOException {
        byte[] bytes = body.readAllBytes();
        Failure failure;
        try {
            T value = json.readValue(bytes, type);
            if (value != null) {
                return value;
            }
            failure = Failure.invalid("body", "must be a JSON object");
        } catch (DatabindException e) {
            failure = Failure.invalid(List.of(JsonErrors.of(e)));
        } catch (JacksonException e) {
            failure = Failure.invalid("body", "must be well-formed JSON");
        }
        throw failure.toException();
    }
}
