package dev.linkgate.cli;

import dev.linkgate.cli.client.Request;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** The commands of a project's endpoints of Data Federation and Online Archive. */
@Command(
        name = "federation",
        addMethodSubcommands = false, // CommandLineClient adds them
        description = "Lists, shows, adds, ensures and removes a project's endpoints of Data Federation and Online"
                + " Archive. They belong to no link.",
        footerHeading = "%nExample:%n",
        footer = "  linkgate federation ensure vpce-0b9c5701325cb15dd --comment 'Reports'")
final class FederationCommands extends Commands {

    private static final String ENDPOINT = "ENDPOINT";
    private static final String ENDPOINT_IS = "The endpoint's id: AWS's, or the resource id of Azure";

    FederationCommands(Shell shell) {
        super(shell);
    }

    @Command(
            name = "ls",
            description = "Lists the endpoints.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate federation ls")
    int list(@Mixin ProjectOption project) {
        return list(project.gateway(), Request.get(collection(project)), Resource.FEDERATION_ENDPOINT);
    }

    @Command(
            name = "get",
            description = "Shows an endpoint.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate federation get vpce-0b9c5701325cb15dd --wait 15m")
    int get(
            @Mixin ProjectOption project,
            @Mixin WaitOption wait,
            @Parameters(paramLabel = ENDPOINT, description = ENDPOINT_IS) String id) {
        return show(project.gateway(), wait.begin(), path(project, id), Resource.FEDERATION_ENDPOINT);
    }

    @Command(
            name = "add",
            description = "Adds an endpoint that exists in your cloud.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  linkgate federation add vpce-0b9c5701325cb15dd --region us-east-1 \\",
                "      --dns-name $DNS_NAME",
                "  linkgate federation add $RESOURCE_ID --azure-link-id 536871312 \\",
                "      --ip 10.0.0.4 --wait 15m"
            })
    int add(
            @Mixin ProjectOption project,
            @Mixin DetailOptions details,
            @Mixin WaitOption wait,
            @Mixin WriteOption write,
            @Parameters(paramLabel = ENDPOINT, description = ENDPOINT_IS) String id) {
        ObjectNode body = details.addTo(object().put("interfaceEndpointId", id));
        Request addition = Request.post(collection(project), body);
        return write(project, wait, write, addition, id);
    }

    @Command(
            name = "ensure",
            description = "Ensures that there is such an endpoint: adds it, leaves it, or changes its comment. Atlas"
                    + " cannot change anything else. May be repeated.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate federation ensure vpce-0b9c5701325cb15dd --comment 'Reports'")
    int ensure(
            @Mixin ProjectOption project,
            @Mixin DetailOptions details,
            @Mixin WaitOption wait,
            @Mixin WriteOption write,
            @Parameters(paramLabel = ENDPOINT, description = ENDPOINT_IS) String id) {
        Request put = Request.put(path(project, id), details.addTo(object()));
        return write(project, wait, write, put, id);
    }

    @Command(
            name = "rm",
            description = "Removes an endpoint.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate federation rm vpce-0b9c5701325cb15dd")
    int remove(
            @Mixin ProjectOption project,
            @Mixin WaitOption wait,
            @Mixin WriteOption write,
            @Parameters(paramLabel = ENDPOINT, description = ENDPOINT_IS) String id) {
        String path = path(project, id);
        Request removal = write.of(Request.delete(path));
        return write.dryRun()
                ? dryRun(project.gateway(), wait.begin(), removal)
                : remove(project.gateway(), wait.begin(), removal, path, Resource.FEDERATION_ENDPOINT);
    }

    private int write(ProjectOption project, WaitOption wait, WriteOption write, Request asked, String id) {
        Request request = write.of(asked);
        if (write.dryRun()) {
            return dryRun(project.gateway(), wait.begin(), request);
        }
        try (Session session = session(project.gateway(), wait.begin())) {
            return finish(
                    project.gateway(), session, session.send(request), path(project, id), Resource.FEDERATION_ENDPOINT);
        }
    }

    private String collection(ProjectOption project) {
        return project.path(shell) + "/federation-endpoints";
    }

    private String path(ProjectOption project, String id) {
        return collection(project) + "/" + Request.encoded(id);
    }

    /** The properties of an endpoint, some of which depend on its cloud. The gateway checks which ones belong to it. */
    static final class DetailOptions {

        @Option(
                names = "--region",
                paramLabel = "REGION",
                description = "AWS: the endpoint's region, for connection strings; with --dns-name")
        private @Nullable String region;

        @Option(
                names = "--dns-name",
                paramLabel = "NAME",
                description = "AWS: the endpoint's DNS name, for connection strings; with --region")
        private @Nullable String dnsName;

        @Option(
                names = "--azure-link-id",
                paramLabel = "ID",
                description = "Azure: the link id of the private endpoint's connection")
        private @Nullable String azureLinkId;

        @Option(names = "--ip", paramLabel = "ADDRESS", description = "Azure: the private endpoint's address")
        private @Nullable String ip;

        @Option(names = "--comment", paramLabel = "TEXT", description = "What it is for, as Atlas shows it")
        private @Nullable String comment;

        /** @return the body of a request, now with those that are given */
        ObjectNode addTo(ObjectNode body) {
            put(body, "region", region);
            put(body, "customerEndpointDnsName", dnsName);
            put(body, "azureLinkId", azureLinkId);
            put(body, "customerEndpointIPAddress", ip);
            put(body, "comment", comment);
            return body;
        }
    }
}
