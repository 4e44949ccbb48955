package dev.linkgate.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The root of Atlas's API, by which clients try their key.
 *
 * @param build 40 hex digits
 * @param apiKey the caller's own; absent if it has none
 */
public record AtlasRoot(String build, @Nullable ApiKey apiKey) {

    /**
     * An API key as its caller sees it.
     *
     * @param id 24 hex digits
     * @param accessList where it may be used; empty if that is not limited
     */
    public record ApiKey(String id, String publicKey, List<RoleOn> roles, List<Access> accessList) {}

    /** A role, either in an organization or on a project. */
    public record RoleOn(
            String roleName,
            @Nullable String orgId,
            @Nullable String groupId) {}

    /** @param ipAddress absent if it is a range of several addresses */
    public record Access(String cidrBlock, @Nullable String ipAddress) {}

    /**
     * The root in JSON, with fields in alphabetical order.
     *
     * @param url its own
     */
    public ObjectNode body(String url) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (apiKey != null) {
            node.set("apiKey", body(apiKey));
        }
        node.put("appName", "MongoDB Atlas").put("build", build);
        node.set("links", AtlasPage.selfLink(url));
        return node.put("throttling", false);
    }

    private static ObjectNode body(ApiKey key) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        ArrayNode accessList = node.putArray("accessList");
        for (Access access : key.accessList()) {
            accessList.addObject().put("cidrBlock", access.cidrBlock()).put("ipAddress", access.ipAddress());
        }
        node.put("id", key.id()).put("publicKey", key.publicKey());
        ArrayNode roles = node.putArray("roles");
        for (RoleOn role : key.roles()) {
            ObjectNode shown = roles.addObject();
            if (role.groupId() != null) {
                shown.put("groupId", role.groupId());
            }
            if (role.orgId() != null) {
                shown.put("orgId", role.orgId());
            }
            shown.put("roleName", role.roleName());
        }
        return node;
    }
}
