package dev.linkgate.audit;

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
@Parameter(
        name = "team",
        in = ParameterIn.QUERY,
        description = "records of this team's requests",
        schema = @Schema(type = "string"))
@Parameter(name = "action", in = ParameterIn.QUERY, example = "endpoint.add", schema = @Schema(type = "string"))
@Parameter(
        name = "result",
        in = ParameterIn.QUERY,
        description = "SUCCEEDED, REFUSED, FAILED or UNKNOWN",
        schema =
                @Schema(
                        type = "string",
                        allowableValues = {"SUCCEEDED", "REFUSED", "FAILED", "UNKNOWN"}))
@Parameter(
        name = "from",
        in = ParameterIn.QUERY,
        description = "the first moment",
        example = "2026-11-24T13:24:00Z",
        schema = @Schema(type = "string", format = "date-time"))
@Parameter(
        name = "to",
        in = ParameterIn.QUERY,
        description = "the moment after the last",
        schema = @Schema(type = "string", format = "date-time"))
@Parameter(
        name = "requestId",
        in = ParameterIn.QUERY,
        description =
                "records with exactly this request id; callers may choose their ids, so several requests can have it",
        example = "e1c71584e5b32a8579d85a6a72df7df3",
        schema = @Schema(type = "string", pattern = "^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$"))
@Parameter(
        name = "after",
        in = ParameterIn.QUERY,
        description = "of a page: only records older than this sequence",
        schema = @Schema(type = "integer", format = "int64", minimum = "1"))
@Parameter(
        name = "limit",
        in = ParameterIn.QUERY,
        description =
                "of a page: 1 to 500 records, by default 100; a page may have fewer, or none, and still a next page",
        schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "100"))
@Parameter(
        name = "includeCount",
        in = ParameterIn.QUERY,
        description =
                "of a page: whether it has a totalCount; absent: if no more than 50,000 records are examined for it",
        schema = @Schema(type = "boolean"))
@interface AuditFilters {}
