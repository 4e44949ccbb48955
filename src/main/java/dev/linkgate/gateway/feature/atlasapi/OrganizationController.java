package dev.linkgate.gateway.feature.atlasapi;

import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Freshness;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.protocol.AtlasGroup;
import dev.linkgate.protocol.AtlasPage;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The organizations of the caller's projects, which the Atlas CLI offers at a login. Each has its id for a name,
 * because the gateway asks Atlas for nothing but projects.
 */
@RestController
@RequestMapping(OrganizationController.ROOT)
@Hidden
class OrganizationController {

    static final String ROOT = GroupController.ROOT + "/orgs";

    private final Groups groups;

    OrganizationController(Groups groups) {
        this.groups = groups;
    }

    @GetMapping
    ResponseEntity<JsonNode> organizations(
            RequestContext context,
            HttpServletRequest request,
            @RequestParam(defaultValue = "") String name,
            Freshness freshness) {
        return Answers.of(request, Answers.ONE_VERSION, (asked, origin) -> {
            List<String> ids = groups(context, freshness).stream()
                    .map(AtlasGroup::orgId)
                    .distinct()
                    .filter(id -> id.startsWith(name))
                    .toList();
            return Aged.fresh(AtlasPage.of(asked, origin).show(ids, id -> organization(id, origin)));
        });
    }

    @GetMapping("/{orgId}")
    ResponseEntity<JsonNode> organization(
            RequestContext context, HttpServletRequest request, @PathVariable String orgId, Freshness freshness) {
        return Answers.of(request, Answers.ONE_VERSION, (asked, origin) -> {
            groupsOf(orgId, context, freshness);
            return Aged.fresh(organization(orgId, origin));
        });
    }

    @GetMapping("/{orgId}/groups")
    ResponseEntity<JsonNode> groups(
            RequestContext context,
            HttpServletRequest request,
            @PathVariable String orgId,
            @RequestParam(defaultValue = "") String name,
            Freshness freshness) {
        return Answers.of(request, Answers.ONE_VERSION, (asked, origin) -> {
            List<AtlasGroup> found = groupsOf(orgId, context, freshness).stream()
                    .filter(group -> group.name().regionMatches(true, 0, name, 0, name.length()))
                    .toList();
            return Aged.fresh(AtlasPage.of(asked, origin).show(found, group -> GroupController.body(group, origin)));
        });
    }

    /**
     * The projects of an organization. As for a project, the answer is the same whether there is such an organization
     * or not, and never 404.
     */
    private List<AtlasGroup> groupsOf(String organization, RequestContext context, Freshness freshness) {
        List<AtlasGroup> found = groups(context, freshness).stream()
                .filter(group -> organization.equals(group.orgId()))
                .toList();
        if (found.isEmpty()) {
            throw Failure.of(ProblemCode.FORBIDDEN, "This needs a role on a project of this organization.")
                    .toException();
        }
        return found;
    }

    private List<AtlasGroup> groups(RequestContext context, Freshness freshness) {
        return groups.shown(context, groups.visible(context), freshness).stream()
                .filter(group -> Objects.nonNull(group.orgId()))
                .toList();
    }

    private static ObjectNode organization(String id, String origin) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("id", id).put("isDeleted", false);
        node.set("links", AtlasPage.selfLink(origin + ROOT + "/" + id));
        return node.put("name", id);
    }
}
