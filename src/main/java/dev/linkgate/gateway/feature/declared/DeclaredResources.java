package dev.linkgate.gateway.feature.declared;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kind of resource that can be declared. Beans of this type are asked in their order, and changes are made in it.
 *
 * @param <S> a resource as differences show it
 */
public interface DeclaredResources<S> {

    /** The word for one of them, such as {@code team}. */
    String kind();

    /** The section of a declaration that holds them, such as {@code teams}. */
    default String section() {
        return kind() + "s";
    }

    /** What is wrong with a name of such a resource; absent if it can be one. */
    Optional<String> problemOf(String name);

    /** The resources that there are, by their names. */
    Map<String, S> stored();

    /**
     * The resources that there are, by their names, as they are declared: the set-up that {@link #compare} finds no
     * difference to. In the place of a secret there is null, which stands for the stored one.
     */
    default Map<String, ?> present() {
        return stored();
    }

    /**
     * Compares a declared resource with the stored one. Nothing is changed.
     *
     * @param before the stored one; absent if there is none
     * @param fields the declared one; all fields that it may have are read
     * @param differences takes the differences and the errors
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} with errors of its fields
     */
    void compare(String name, @Nullable S before, DeclaredFields fields, Differences differences);

    /** Removes the resource of this name, as a request does, with its own audit records. */
    void remove(RequestContext context, String name);
}
