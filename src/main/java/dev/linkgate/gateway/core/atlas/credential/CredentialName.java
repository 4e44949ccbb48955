package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import java.util.regex.Pattern;

/** The form of credential names. */
public final class CredentialName {

    public static final String PATTERN = "[a-z0-9][a-z0-9-]{0,62}";

    /** The name of the credential of all projects without a bound one. */
    static final String DEFAULT = "default";

    private static final Pattern SHAPE = Pattern.compile(PATTERN);

    private CredentialName() {}

    public static boolean matches(String name) {
        return SHAPE.matcher(name).matches();
    }

    /** @throws LinkgateException {@code invalid-request} on the field {@code name} */
    public static String checked(String name) {
        if (!matches(name)) {
            throw Failure.invalid("name", "must match " + PATTERN).toException();
        }
        return name;
    }
}
