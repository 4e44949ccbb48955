package dev.linkgate.gateway.platform.config;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A kind of resource that can be declared. Beans of this type are asked in their order, and changes are made in it. */
public interface DeclaredResources {

    /** The section of a declaration that holds them, such as {@code teams}. */
    String section();

    /**
     * The resources that there are, by their names, as they are declared: the set-up that {@link #compare} finds no
     * difference to. In the place of a secret there is null, which stands for the stored one.
     */
    Map<String, ?> present();

    /**
     * Compares the declared resources with those that there are. Nothing is changed.
     *
     * @param declared the resources of the section by their names
     * @param whole the declaration, for references to resources of other kinds
     * @param differences takes the differences and the errors
     */
    void compare(Map<String, JsonNode> declared, Declaration whole, Differences differences);
}
