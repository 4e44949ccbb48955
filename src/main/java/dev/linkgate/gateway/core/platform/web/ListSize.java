package dev.linkgate.gateway.core.platform.web;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The size of a list in a request's body. Types of bodies check it when they are made: Bean Validation checks all
 * elements of a list, and says of each what is wrong, even if there are too many.
 */
public final class ListSize {

    private ListSize() {}

    /** @throws LinkgateException {@code invalid-request} with the message */
    public static void require(String field, @Nullable Collection<?> list, int max, String message) {
        if (list != null && list.size() > max) {
            throw Failure.invalid(field, message).toException();
        }
    }
}
