package dev.linkgate.audit;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The parameters that {@link Question} reads, for the OpenAPI document. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(name = "projectId", in = ParameterIn.QUERY, description = "records about this project")
@Parameter(name = "team", in = ParameterIn.QUERY, description = "records of this team's requests")
@Parameter(name = "action", in = ParameterIn.QUERY, example = "endpoint.add")
@Parameter(name = "result", in = ParameterIn.QUERY, description = "SUCCEEDED, REFUSED, FAILED or UNKNOWN")
@Parameter(name = "from", in = ParameterIn.QUERY, description = "the first moment", example = "2026-11-24T13:24:00Z")
@Parameter(name = "to", in = ParameterIn.QUERY, description = "the moment after the last")
@Parameter(name = "after", in = ParameterIn.QUERY, description = "of a page: only records older than this sequence")
@Parameter(name = "limit", in = ParameterIn.QUERY, description = "of a page: 1 to 500 records, by default 100")
@Parameter(name = "includeCount", in = ParameterIn.QUERY, description = "of a page: whether it has a totalCount")
@interface AuditFilters {}
