package dev.linkgate.sandbox.resources;

import dev.linkgate.protocol.AtlasGroup;
import dev.linkgate.protocol.AtlasPage;
import dev.linkgate.protocol.AtlasRoot;
import dev.linkgate.protocol.Inbound;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.sandbox.http.Caller;
import dev.linkgate.sandbox.state.Inventory;
import dev.linkgate.sandbox.state.Permissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The resources that a client reads to try a key: the root, the organizations and the projects. */
public final class GeneralResources {

    /** The origin of the links in recorded answers: a host that only Atlas can reach. */
    static final String ORIGIN = "http://localhost:8080";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String BUILD = "0".repeat(40);
    private static final String CREATED = "2026-08-10T03:02:59Z";

    private final Inventory inventory;
    private final Permissions permissions;

    public GeneralResources(Inventory inventory, Permissions permissions) {
        this.inventory = inventory;
        this.permissions = permissions;
    }

    /**
     * The entity at a path.
     *
     * @param path the decoded segments that follow {@code /api/atlas/<version>}
     * @throws RequestRefused if there is none
     */
    public ObjectNode read(Inbound request, Caller caller, List<String> path) {
        if (!request.method().equals("GET")) {
            throw request.methodNotAllowed();
        }
        if (path.isEmpty() || path.equals(List.of(""))) {
            return root(request, caller);
        }
        if (path.equals(List.of("orgs"))) {
            return AtlasPage.of(request, ORIGIN).show(List.of(organization(caller)), Function.identity());
        }
        if (path.equals(List.of("groups"))) {
            return AtlasPage.of(request, ORIGIN).show(visible(caller), this::project);
        }
        if (path.size() == 2 && path.get(0).equals("groups")) {
            String project = path.get(1);
            permissions.check(caller.name(), project, false);
            if (!inventory.projects().contains(project)) {
                throw Refusal.GROUP_NOT_FOUND.of(project);
            }
            return project(project);
        }
        throw request.nothingThere();
    }

    /** Only an API key is told about itself. That a service account is not is an assumption. */
    private ObjectNode root(Inbound request, Caller caller) {
        AtlasRoot.ApiKey key = caller.kind() == Caller.Kind.API_KEY ? apiKey(caller.name()) : null;
        return new AtlasRoot(BUILD, key).body(ORIGIN + request.path());
    }

    private AtlasRoot.ApiKey apiKey(String publicKey) {
        List<AtlasRoot.RoleOn> roles = new ArrayList<>();
        roles.add(new AtlasRoot.RoleOn("ORG_MEMBER", permissions.organization(publicKey), null));
        for (String project : inventory.projects()) {
            permissions
                    .roles(publicKey, project)
                    .forEach(role -> roles.add(new AtlasRoot.RoleOn(role.name(), null, project)));
        }
        return new AtlasRoot.ApiKey(
                Ids.of(publicKey), publicKey, roles, List.of(new AtlasRoot.Access("127.0.0.1/32", "127.0.0.1")));
    }

    private List<String> visible(Caller caller) {
        return inventory.projects().stream()
                .filter(project -> !permissions.roles(caller.name(), project).isEmpty())
                .toList();
    }

    private ObjectNode organization(Caller caller) {
        String id = permissions.organization(caller.name());
        return JSON.objectNode().put("id", id).put("isDeleted", false).put("name", "org-" + id.substring(16));
    }

    private ObjectNode project(String id) {
        ObjectNode node = new AtlasGroup(
                        id,
                        "project-" + id.substring(16),
                        Permissions.ORGANIZATION,
                        (long) inventory.clusters(id).size(),
                        CREATED)
                .body(ORIGIN + "/api/atlas/v2/groups/" + id);
        node.putArray("tags");
        return node;
    }
}
