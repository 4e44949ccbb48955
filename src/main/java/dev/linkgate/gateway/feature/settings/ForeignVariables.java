package dev.linkgate.gateway.feature.settings;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Environment variables that look like settings of the gateway and are none: those of the command line, and those that
 * Kubernetes and Docker make for a service that is named {@code linkgate} or begins so.
 */
final class ForeignVariables {

    private static final Set<String> OF_COMMAND_LINE = Set.of(
            "LINKGATE_URL",
            "LINKGATE_KEY",
            "LINKGATE_PROJECT",
            "LINKGATE_CA_FILE",
            "LINKGATE_CLIENT_CERT",
            "LINKGATE_CLIENT_KEY");

    /** The forms of Docker's links, which Kubernetes has taken over, and of Kubernetes itself. */
    private static final Pattern OF_SERVICE = Pattern.compile("LINKGATE(?:_[A-Z0-9_]+)?_(?:SERVICE_HOST"
            + "|SERVICE_PORT(?:_[A-Z0-9_]+)?"
            + "|PORT_[0-9]+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)");

    /** Its value tells it from a mistaken setting, such as {@code LINKGATE_PORT=8080}. */
    private static final Pattern PORT_OF_SERVICE = Pattern.compile("LINKGATE(?:_[A-Z0-9_]+)?_PORT");

    private static final Pattern ADDRESS = Pattern.compile("(?:tcp|udp|sctp)://.*");

    private ForeignVariables() {}

    static boolean contain(String name, String value) {
        return OF_COMMAND_LINE.contains(name)
                || OF_SERVICE.matcher(name).matches()
                || (PORT_OF_SERVICE.matcher(name).matches()
                        && ADDRESS.matcher(value).matches());
    }
}
