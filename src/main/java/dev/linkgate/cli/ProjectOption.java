package dev.linkgate.cli;

import dev.linkgate.cli.client.Request;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that concerns a project. */
final class ProjectOption {

    @Mixin
    private GatewayOptions gateway = new GatewayOptions();

    @Option(names = "--project", paramLabel = "ID", description = "The Atlas project's id. Default: $LINKGATE_PROJECT")
    private @Nullable String project;

    GatewayOptions gateway() {
        return gateway;
    }

    /** The path of the project. */
    String path(Shell shell) {
        return "/projects/" + Request.encoded(gateway.required(shell, project, "--project", "LINKGATE_PROJECT"));
    }

    /** The path of the project's links. */
    String links(Shell shell) {
        return path(shell) + "/links";
    }
}
