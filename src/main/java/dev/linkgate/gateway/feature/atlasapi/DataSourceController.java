package dev.linkgate.gateway.feature.atlasapi;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.protocol.ApiVersion;
import dev.linkgate.protocol.AtlasPage;
import dev.linkgate.protocol.Inbound;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Terraform's data sources of projects and clusters read beside them, and fail without. The gateway has none of
 * it, and asks Atlas for none: lists are empty, and a setting that the provider reads without looking is false.
 */
@RestController
@RequestMapping(GroupController.ROOT + "/groups/{projectId}")
@Hidden
class DataSourceController {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<ApiVersion> OF_USERS = List.of(ApiVersion.V2023_01_01, ApiVersion.V2025_02_19);
    private static final List<ApiVersion> OF_FLEX_CLUSTERS = List.of(ApiVersion.V2024_11_13);
    private static final List<ApiVersion> OF_ARGUMENTS = List.of(ApiVersion.V2023_01_01, ApiVersion.V2024_08_05);

    /** The settings that the provider reads without looking whether they are there. */
    private static final List<String> SETTINGS = List.of(
            "isCollectDatabaseSpecificsStatisticsEnabled",
            "isDataExplorerEnabled",
            "isExtendedStorageSizesEnabled",
            "isPerformanceAdvisorEnabled",
            "isRealtimePerformancePanelEnabled",
            "isSchemaAdvisorEnabled");

    private final AuditTrail trail;

    DataSourceController(AuditTrail trail) {
        this.trail = trail;
    }

    @GetMapping("/teams")
    ResponseEntity<JsonNode> teams(
            RequestContext context, HttpServletRequest request, @PathVariable ProjectId projectId) {
        return answer(context, request, projectId, Answers.ONE_VERSION, DataSourceController::emptyPage);
    }

    @GetMapping("/users")
    ResponseEntity<JsonNode> users(
            RequestContext context, HttpServletRequest request, @PathVariable ProjectId projectId) {
        return answer(context, request, projectId, OF_USERS, DataSourceController::emptyPage);
    }

    @GetMapping("/flexClusters")
    ResponseEntity<JsonNode> flexClusters(
            RequestContext context, HttpServletRequest request, @PathVariable ProjectId projectId) {
        return answer(context, request, projectId, OF_FLEX_CLUSTERS, DataSourceController::emptyPage);
    }

    private static JsonNode emptyPage(Inbound asked, String origin) {
        return AtlasPage.of(asked, origin).show(List.<ObjectNode>of(), Function.identity());
    }

    @GetMapping("/limits")
    ResponseEntity<JsonNode> limits(
            RequestContext context, HttpServletRequest request, @PathVariable ProjectId projectId) {
        return answer(context, request, projectId, Answers.ONE_VERSION, (asked, origin) -> JSON.arrayNode());
    }

    @GetMapping("/settings")
    ResponseEntity<JsonNode> settings(
            RequestContext context, HttpServletRequest request, @PathVariable ProjectId projectId) {
        return answer(context, request, projectId, Answers.ONE_VERSION, (asked, origin) -> {
            ObjectNode settings = JSON.objectNode();
            SETTINGS.forEach(name -> settings.put(name, false));
            return settings;
        });
    }

    @GetMapping("/ipAddresses")
    ResponseEntity<JsonNode> addresses(
            RequestContext context, HttpServletRequest request, @PathVariable ProjectId projectId) {
        return answer(context, request, projectId, Answers.ONE_VERSION, (asked, origin) -> {
            ObjectNode addresses = JSON.objectNode().put("groupId", projectId.value());
            addresses.putObject("services").putArray("clusters");
            return addresses;
        });
    }

    @GetMapping("/managedSlowMs")
    ResponseEntity<JsonNode> slowOperations(
            RequestContext context, HttpServletRequest request, @PathVariable ProjectId projectId) {
        return answer(context, request, projectId, Answers.ONE_VERSION, (asked, origin) -> BooleanNode.FALSE);
    }

    @GetMapping("/clusters/{clusterName}/processArgs")
    ResponseEntity<JsonNode> arguments(
            RequestContext context, HttpServletRequest request, @PathVariable ProjectId projectId) {
        return answer(context, request, projectId, OF_ARGUMENTS, (asked, origin) -> JSON.objectNode());
    }

    private ResponseEntity<JsonNode> answer(
            RequestContext context,
            HttpServletRequest request,
            ProjectId project,
            List<ApiVersion> offered,
            BiFunction<Inbound, String, JsonNode> body) {
        return trail.read(
                context,
                Action.PROJECT_GET,
                Target.project(project),
                () -> Answers.of(request, offered, body.andThen(Aged::fresh)));
    }
}
