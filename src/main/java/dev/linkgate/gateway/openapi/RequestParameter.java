package dev.linkgate.gateway.openapi;

import dev.linkgate.gateway.api.PreferWait;
import dev.linkgate.gateway.request.RequestId;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;

/**
 * The parameters of many operations. Each is among the document's components once, and operations refer to it. They have no
 * examples, because Swagger UI would send them with every request.
 */
enum RequestParameter {
    PAGE_NUM(query("pageNum", number(1).minimum(BigDecimal.ONE), "The page number, from 1")),
    ITEMS_PER_PAGE(query(
            "itemsPerPage",
            number(100).minimum(BigDecimal.ONE).maximum(BigDecimal.valueOf(500)),
            "The number of entries on a page")),
    INCLUDE_COUNT(query("includeCount", flag(true), "Whether the answer contains `totalCount`")),
    PRETTY(query("pretty", flag(false), "Whether to indent the answer")),
    ENVELOPE(query(
            "envelope",
            flag(false),
            "Whether to wrap the answer with its status: an entity becomes `{\"status\":200,\"content\":…}`, a list"
                    + " gains `\"status\":200` beside `results`. Problems stay as they are, and so does what is not"
                    + " JSON")),
    REQUEST_ID(header(
            RequestId.HEADER,
            new StringSchema().maxLength(128),
            "A name for this request in logs, records and answers: 1 to 128 letters, digits and `. _ : -`, with a letter or"
                    + " digit first; generated when absent")),
    IDEMPOTENCY_KEY(header(
            "Idempotency-Key",
            new StringSchema().minLength(1).maxLength(255).pattern("^[!-~]+$"),
            "A name for this request, such as a UUID, bare or in double quotes. Sent again with the same key and body, it is"
                    + " not carried out again, but gets the first answer, for 24 hours by default")),
    IF_MATCH(header(HttpHeaders.IF_MATCH, new StringSchema(), "Write only if the entity still has this tag")),
    IF_NONE_MATCH(header(
            HttpHeaders.IF_NONE_MATCH,
            new StringSchema(),
            "A tag: answer a read with 304 if the entity still has it. `*`: write only if the entity does not exist")),
    CACHE_CONTROL(header(
            HttpHeaders.CACHE_CONTROL, new StringSchema(), "`no-cache`: ask Atlas now, and accept no shared answer")),
    PREFER(header(
            PreferWait.REQUEST_HEADER,
            new StringSchema(),
            "`wait=N`: hold the answer until the resource has settled, is gone or is there, as the request"
                    + " asks, or N seconds are up. The gateway's settings limit N, to 60 by default"));

    private final Parameter component;

    RequestParameter(Parameter component) {
        this.component = component;
    }

    /** All of them, by name, for the document's components. */
    static Map<String, Parameter> components() {
        return Arrays.stream(values())
                .map(parameter -> parameter.component)
                .collect(Collectors.toMap(
                        Parameter::getName, component -> component, (one, other) -> one, TreeMap::new));
    }

    /** Adds it to an operation, as a reference, unless it is there. */
    void addTo(Operation operation) {
        Parameter reference = new Parameter().$ref("#/components/parameters/" + component.getName());
        if (operation.getParameters() == null || !operation.getParameters().contains(reference)) {
            operation.addParametersItem(reference);
        }
    }

    private static Parameter query(String name, Schema<?> schema, String description) {
        return new QueryParameter().name(name).schema(schema).description(description);
    }

    private static Parameter header(String name, Schema<?> schema, String description) {
        return new HeaderParameter().name(name).schema(schema).description(description);
    }

    private static Schema<?> flag(boolean absent) {
        Schema<?> schema = new BooleanSchema();
        schema.setDefault(absent);
        return schema;
    }

    private static Schema<?> number(int absent) {
        Schema<?> schema = new IntegerSchema();
        schema.setDefault(absent);
        return schema;
    }
}
