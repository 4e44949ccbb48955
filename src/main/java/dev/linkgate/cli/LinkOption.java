package dev.linkgate.cli;

import dev.linkgate.cli.client.Request;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that concerns a link. The link may also be the first of the command's names. */
final class LinkOption {

    @Mixin
    private ProjectOption project = new ProjectOption();

    @Option(
            names = "--link",
            paramLabel = "LINK",
            description = "The link: its id, or its provider and region, such as aws:us-east-1")
    private @Nullable String link;

    GatewayOptions gateway() {
        return project.gateway();
    }

    /** Whether there is a link, by the option or as the command's only name. */
    boolean isGiven(@Nullable String name) {
        return link != null || name != null;
    }

    /** The path of the project. */
    String projectPath(Shell shell) {
        return project.path(shell);
    }

    /** The path of the link, which is the command's only name unless the option is given. */
    String path(Shell shell, @Nullable String name) {
        if ((link == null) == (name == null)) {
            throw gateway().usage("Give the link, either by its place or with --link.");
        }
        return project.links(shell) + "/" + Request.encoded(link == null ? String.valueOf(name) : link);
    }

    /**
     * The path of the endpoint, which is the command's last name, behind the link's unless the option is given.
     *
     * @param names one or two
     */
    String endpointPath(Shell shell, String[] names) {
        if (link == null && names.length == 1 && isLink(names[0])) {
            throw gateway().usage("Give the endpoint's id, too, behind the link.");
        }
        String linkName = names.length == 2 ? names[0] : null;
        return path(shell, linkName) + "/endpoints/" + Request.encoded(endpoint(names));
    }

    private static boolean isLink(String name) {
        return LinkId.matches(name) || Provider.of(name.replaceFirst(":.*", "")).isPresent();
    }

    static String endpoint(String[] names) {
        return names[names.length - 1];
    }
}
