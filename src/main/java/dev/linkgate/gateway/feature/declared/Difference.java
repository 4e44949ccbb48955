package dev.linkgate.gateway.feature.declared;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A difference between what is declared and what there is.
 *
 * @param before the resource as it is; absent if it is to be created
 * @param after the resource as it is declared; absent if it is to be removed
 * @param act makes the change, with its own audit records
 */
public record Difference(
        @Schema(
                allowableValues = {
                    "credential",
                    "project",
                    "rules",
                    "team",
                    "grant",
                    "identity",
                    "webhook",
                    "administrator"
                },
                example = "team")
        String kind,

        @Schema(example = "payments") String name,

        Change change,

        @Schema(types = {"object", "null"}) @JsonInclude @Nullable
        Object before,

        @Schema(types = {"object", "null"}) @JsonInclude @Nullable
        Object after,

        @JsonIgnore Consumer<RequestContext> act) {

    /** What is to be done. */
    enum Change {
        CREATE,
        UPDATE,
        REMOVE;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A new resource, or a change of one. */
    public static Difference put(
            String kind, String name, @Nullable Object before, Object after, Consumer<RequestContext> act) {
        return new Difference(kind, name, before == null ? Change.CREATE : Change.UPDATE, before, after, act);
    }

    /** A resource that is not declared. */
    public static Difference removal(String kind, String name, Object before, Consumer<RequestContext> act) {
        return new Difference(kind, name, Change.REMOVE, before, null, act);
    }
}
