package dev.linkgate.sandbox.dialect;

import dev.linkgate.sandbox.http.Inbound;
import dev.linkgate.sandbox.http.Refusal;
import dev.linkgate.sandbox.state.Inventory;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The resources other than private endpoints that a client reads to try a key: the root and the projects. */
public final class GeneralResources {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Inventory inventory;

    public GeneralResources(Inventory inventory) {
        this.inventory = inventory;
    }

    /**
     * The entity at a path.
     *
     * @param path the decoded segments that follow {@code /api/atlas/<version>}
     * @throws Refused if there is none
     */
    public ObjectNode read(Inbound request, List<String> path) {
        if (!request.method().equals("GET")) {
            throw Dialect.notAllowed(request);
        }
        if (path.isEmpty() || path.equals(List.of(""))) {
            ObjectNode root = JSON.objectNode().put("appName", "MongoDB Atlas").put("build", "simulated");
            root.putArray("links");
            return root.put("throttling", false);
        }
        if (path.equals(List.of("orgs"))) {
            return page(JSON.arrayNode());
        }
        if (path.equals(List.of("groups"))) {
            ArrayNode projects = JSON.arrayNode();
            inventory.projects().forEach(id -> projects.add(project(id)));
            return page(projects);
        }
        if (path.size() == 2 && path.get(0).equals("groups")) {
            if (!inventory.projects().contains(path.get(1))) {
                throw Refusal.GROUP_NOT_FOUND.of(path.get(1));
            }
            return project(path.get(1));
        }
        throw Dialect.nothingAt(request);
    }

    private static ObjectNode page(ArrayNode results) {
        ObjectNode page = JSON.objectNode();
        page.putArray("links");
        page.set("results", results);
        return page.put("totalCount", results.size());
    }

    private static ObjectNode project(String id) {
        return JSON.objectNode().put("clusterCount", 0).put("id", id).put("name", "project-" + id.substring(16));
    }
}
