package dev.linkgate.cli;

import dev.linkgate.cli.client.Answer;
import dev.linkgate.cli.client.Request;
import dev.linkgate.kernel.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** The commands of a project's links. */
@Command(
        name = "links",
        addMethodSubcommands = false, // CommandLineClient adds them
        description = "Lists, shows, creates and removes a project's links: Atlas's side of private endpoints.",
        footerHeading = "%nExample:%n",
        footer = "  linkgate links ls --provider aws")
final class LinkCommands extends Commands {

    LinkCommands(Shell shell) {
        super(shell);
    }

    @Command(
            name = "ls",
            description = "Lists the links.",
            footerHeading = "%nExamples:%n",
            footer = {"  linkgate links ls", "  linkgate links ls --provider aws --region us-east-1 -o json"})
    int list(
            @Mixin ProjectOption project,
            @Option(
                            names = "--provider",
                            paramLabel = "CLOUD",
                            description = "Only the links to this cloud: aws, azure or gcp")
                    @Nullable
                    Provider provider,
            @Option(names = "--region", paramLabel = "REGION", description = "Only the links in this region") @Nullable
                    String region) {
        Request request = Request.get(project.links(shell))
                .withIfGiven("provider", provider)
                .withIfGiven("region", region);
        return list(project.gateway(), request, Resource.LINK);
    }

    @Command(
            name = "get",
            description = "Shows a link, with the service that an endpoint connects to.",
            footerHeading = "%nExamples:%n",
            footer = {"  linkgate links get aws:us-east-1", "  linkgate links get aws:us-east-1 --wait 15m"})
    int get(
            @Mixin LinkOption link,
            @Mixin WaitOption wait,
            @Parameters(arity = "0..1", paramLabel = "LINK", description = "The link, unless --link names it") @Nullable
                    String name) {
        return show(link.gateway(), wait.begin(), link.path(shell, name), Resource.LINK);
    }

    @Command(
            name = "create",
            description = "Creates a link, or adopts the one that Atlas has for the region.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  linkgate links create --provider aws --region us-east-1 --wait 15m",
                "  linkgate links create --provider aws --region us-east-1 -o json",
                "  linkgate links create --provider gcp --region us-east4 --dry-run"
            })
    int create(
            @Mixin ProjectOption project,
            @Mixin WaitOption wait,
            @Option(
                            names = "--provider",
                            required = true,
                            paramLabel = "CLOUD",
                            description = "The cloud: aws, azure or gcp")
                    Provider provider,
            @Option(
                            names = "--region",
                            required = true,
                            paramLabel = "REGION",
                            description = "The cloud's or Atlas's name of the region")
                    String region,
            @Option(
                            names = "--remote-region",
                            paramLabel = "REGION",
                            description = "AWS: another region whose endpoints the link accepts; repeatable")
                    @Nullable
                    List<String> remoteRegions,
            @Option(names = "--no-port-mapping", description = "GCP: a link of the kind that Atlas ends on 2027-04-30")
                    boolean noPortMapping,
            @Mixin WriteOption write) {
        ObjectNode body = object().put("provider", provider.name()).put("region", region);
        if (remoteRegions != null) {
            remoteRegions.forEach(body.putArray("supportedRemoteRegions")::add);
        }
        if (noPortMapping) {
            body.put("portMappingEnabled", false);
        }
        String links = project.links(shell);
        Request creation = write.of(Request.post(links, body));
        if (write.dryRun()) {
            return dryRun(project.gateway(), wait.begin(), creation);
        }
        try (Session session = session(project.gateway(), wait.begin())) {
            Answer created = session.send(creation);
            String path = links + "/" + created.json().path("id").asString("");
            return finish(project.gateway(), session, created, path, Resource.LINK);
        }
    }

    @Command(
            name = "rm",
            description = "Removes a link that has no endpoints.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate links rm aws:us-east-1 --wait 15m")
    int remove(
            @Mixin LinkOption link,
            @Mixin WaitOption wait,
            @Mixin WriteOption write,
            @Parameters(arity = "0..1", paramLabel = "LINK", description = "The link, unless --link names it") @Nullable
                    String name) {
        String path = link.path(shell, name);
        Request removal = write.of(Request.delete(path));
        return write.dryRun()
                ? dryRun(link.gateway(), wait.begin(), removal)
                : remove(link.gateway(), wait.begin(), removal, path, Resource.LINK);
    }
}
