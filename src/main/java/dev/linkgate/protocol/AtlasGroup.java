package dev.linkgate.protocol;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A project, which Atlas's API calls a group. What is not known is absent.
 *
 * @param created as ISO 8601 has it
 */
public record AtlasGroup(
        String id,
        String name,
        @Nullable String orgId,
        @Nullable Long clusterCount,
        @Nullable String created) {

    /**
     * The project in JSON, with fields in alphabetical order.
     *
     * @param url its own
     */
    public ObjectNode body(String url) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (clusterCount != null) {
            node.put("clusterCount", clusterCount);
        }
        if (created != null) {
            node.put("created", created);
        }
        node.put("id", id);
        node.set("links", AtlasPage.selfLink(url));
        node.put("name", name);
        if (orgId != null) {
            node.put("orgId", orgId);
        }
        return node;
    }
}
