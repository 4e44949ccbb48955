package dev.linkgate.gateway.feature.inventory;

import dev.linkgate.gateway.core.access.project.VisibleProjects;
import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.observation.KnownEndpoint;
import dev.linkgate.gateway.core.platform.concurrency.TeamQuota;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.DirectAnswer;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.platform.web.QueryParameters;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.feature.inventory.EndpointInventory.Selection;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The endpoints of all projects, as they were last seen. Atlas is not asked. */
@RestController
@RequestMapping("/admin/endpoints")
@Tag(name = "Administration")
class InventoryController {

    /** Few, because as many are in memory while a client reads slowly. */
    private static final int CHUNK = 500;

    private static final String CSV = "text/csv";

    private final EndpointInventory inventory;
    private final VisibleProjects projects;
    private final AuditTrail trail;
    private final JsonMapper json;
    private final TeamQuota exports = new TeamQuota("exports of the endpoints", 2, 1);

    InventoryController(EndpointInventory inventory, VisibleProjects projects, AuditTrail trail, JsonMapper json) {
        this.inventory = inventory;
        this.projects = projects;
        this.trail = trail;
        this.json = json;
    }

    /**
     * An endpoint of the inventory.
     *
     * @param linkId null for an endpoint of Data Federation
     * @param projectName the project's name; null if it is not registered
     * @param region of the link, in Atlas's form
     * @param endsOn when Atlas ends the link
     */
    record InventoryEndpoint(
            EndpointKind kind,
            ProjectId projectId,
            @Nullable String projectName,
            @Nullable LinkId linkId,
            Provider provider,
            @Nullable String region,
            String interfaceEndpointId,
            @Nullable ConnectionStatus connectionStatus,
            @Nullable Instant seenAt,

            @Schema(example = "payments") @Nullable String team,
            @Nullable Instant addedAt,

            @Schema(example = "CHG0030192") @Nullable String changeReference,

            @Schema(type = "string", format = "date") @Nullable
            String endsOn) {

        static final String HEADER =
                "kind,projectId,projectName,linkId,provider,region,interfaceEndpointId,connectionStatus,"
                        + "seenAt,team,addedAt,changeReference,endsOn";

        /** A line of CSV (RFC 4180). A text that a spreadsheet would take for a formula begins with an apostrophe. */
        String csv() {
            return Stream.of(
                            kind,
                            projectId,
                            projectName,
                            linkId,
                            provider,
                            region,
                            interfaceEndpointId,
                            connectionStatus,
                            seenAt,
                            team,
                            addedAt,
                            changeReference,
                            endsOn)
                    .map(value -> cell(Objects.toString(value, "")))
                    .collect(Collectors.joining(","));
        }

        private static String cell(String text) {
            String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
            boolean isPlain = safe.chars().noneMatch(c -> c == '"' || c == ',' || c == ';' || c == '\r' || c == '\n');
            return isPlain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
        }
    }

    /** Declares no media type, so that it, not an export, answers requests that accept anything. */
    @Operation(
            operationId = "listAllEndpoints",
            summary = "List the endpoints of all projects",
            description =
                    "As they were last seen, without asking Atlas: each project is looked at once an interval, and"
                            + " the status is that of the last read. Without those whose removal Atlas has accepted. With"
                            + " `Accept: application/x-ndjson` or `text/csv` the answer is the whole selection.")
    @Parameter(name = "team", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "projectId", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
    @Parameter(name = "provider", in = ParameterIn.QUERY, schema = @Schema(implementation = Provider.class))
    @Parameter(
            name = "connectionStatus",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = ConnectionStatus.class))
    @Parameter(name = "kind", in = ParameterIn.QUERY, schema = @Schema(implementation = EndpointKind.class))
    @GetMapping
    Listing<InventoryEndpoint> list(RequestContext context, HttpServletRequest request, Page page) {
        Selection selection = selection(request);
        return trail.read(
                context,
                Action.ENDPOINT_LIST,
                target(selection),
                () -> page.of(
                        inventory.count(selection),
                        entries(inventory.list(selection, null, page.offset(), page.size()))));
    }

    /** The OpenAPI document allows one operation for each path and method, so these are other answers of the list's. */
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                            schema = @Schema(implementation = InventoryEndpoint.class)))
    @GetMapping(produces = MediaType.APPLICATION_NDJSON_VALUE)
    void lines(RequestContext context, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        export(context, request, response, "", entry -> json.writeValueAsString(entry) + "\n");
    }

    @ApiResponse(responseCode = "200", content = @Content(mediaType = CSV, schema = @Schema(type = "string")))
    @GetMapping(produces = CSV)
    void csv(RequestContext context, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType(CSV + ";charset=UTF-8;header=present");
        export(context, request, response, InventoryEndpoint.HEADER + "\r\n", entry -> entry.csv() + "\r\n");
    }

    /** It is on record before its first line leaves. */
    private void export(
            RequestContext context,
            HttpServletRequest request,
            HttpServletResponse response,
            String header,
            Function<InventoryEndpoint, String> line)
            throws IOException {
        DirectAnswer.note(request);
        Selection selection = selection(request);
        TeamQuota.Permit permit = exports.take(context.actor());
        try {
            List<KnownEndpoint> part = trail.read(
                    context, Action.ENDPOINT_LIST, target(selection), () -> inventory.list(selection, null, 0, CHUNK));
            OutputStream lines = response.getOutputStream();
            lines.write(header.getBytes(StandardCharsets.UTF_8));
            while (!part.isEmpty()) {
                for (InventoryEndpoint entry : entries(part)) {
                    lines.write(line.apply(entry).getBytes(StandardCharsets.UTF_8));
                }
                part = inventory.list(selection, part.getLast(), 0, CHUNK);
            }
            lines.flush();
        } finally {
            permit.release();
        }
    }

    private List<InventoryEndpoint> entries(List<KnownEndpoint> endpoints) {
        return endpoints.stream()
                .map(each -> new InventoryEndpoint(
                        EndpointKind.of(each),
                        each.project(),
                        projects.name(each.project()).orElse(null),
                        each.place().linkId(),
                        each.provider(),
                        each.region(),
                        each.interfaceEndpointId(),
                        each.status(),
                        each.seenAt(),
                        each.team(),
                        each.addedAt(),
                        each.changeReference(),
                        each.endsOn()))
                .toList();
    }

    private static Selection selection(HttpServletRequest request) {
        QueryParameters parameters = new QueryParameters(request);
        Selection selection = new Selection(
                parameters.project(),
                parameters.get("team", "a team's name", Function.identity()),
                parameters.get("provider", "AWS, AZURE or GCP", Provider::valueOf),
                parameters.get(
                        "connectionStatus", "one of " + List.of(ConnectionStatus.values()), ConnectionStatus::valueOf),
                parameters.get("kind", "LINK or FEDERATION", EndpointKind::valueOf));
        parameters.check();
        return selection;
    }

    private static Target target(Selection selection) {
        return selection.project() == null ? Target.NONE : Target.project(selection.project());
    }
}
