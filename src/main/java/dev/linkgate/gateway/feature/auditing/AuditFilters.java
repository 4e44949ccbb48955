package dev.linkgate.gateway.feature.auditing;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The parameters that {@link AuditQuery} reads of every request, for the OpenAPI document. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(name = "team", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@Parameter(name = "actor", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@Parameter(name = "subject", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@Parameter(name = "keyId", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@Parameter(name = "address", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@Parameter(name = "action", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
@Parameter(
        name = "result",
        in = ParameterIn.QUERY,
        schema =
                @Schema(
                        type = "string",
                        allowableValues = {"SUCCEEDED", "REFUSED", "FAILED", "UNKNOWN"}))
@Parameter(name = "from", in = ParameterIn.QUERY, schema = @Schema(type = "string", format = "date-time"))
@Parameter(name = "to", in = ParameterIn.QUERY, schema = @Schema(type = "string", format = "date-time"))
@Parameter(name = "target", in = ParameterIn.QUERY, schema = @Schema(type = "string", pattern = "^[a-z-]+:[ -~]+$"))
@Parameter(
        name = "phase",
        in = ParameterIn.QUERY,
        schema =
                @Schema(
                        type = "string",
                        allowableValues = {"INTENT", "OUTCOME", "EVENT"}))
@Parameter(
        name = "requestId",
        in = ParameterIn.QUERY,
        schema = @Schema(type = "string", pattern = "^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$"))
@Parameter(name = "after", in = ParameterIn.QUERY, schema = @Schema(type = "integer", format = "int64", minimum = "0"))
@Parameter(
        name = "limit",
        in = ParameterIn.QUERY,
        schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "100"))
@Parameter(name = "includeCount", in = ParameterIn.QUERY, schema = @Schema(type = "boolean"))
@interface AuditFilters {}
