package dev.linkgate.gateway.feature.terraform;

import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.ProjectId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes Terraform {@code import} blocks for links and endpoints.
 *
 * <p>The forms of the ids are those that the importers of the provider {@code mongodb/mongodbatlas} split: of a link
 * {@code <project>-<link>-<cloud>-<region>}, of an endpoint {@code <project>--<link>--<endpoint>--<cloud>}, of one of Data
 * Federation {@code <project>--<endpoint>}. What they would split wrongly becomes a comment, and so does what has an error
 * and is not imported, because one import that fails fails the plan.
 */
final class ImportBlocks {

    private static final String LINK = "mongodbatlas_privatelink_endpoint";
    private static final String ENDPOINT = "mongodbatlas_privatelink_endpoint_service";
    private static final String FEDERATION = "mongodbatlas_privatelink_endpoint_service_data_federation_online_archive";
    private static final String SEPARATOR = "--";
    private static final String SPLIT = "Terraform's provider takes \"--\" for a separator.";
    private static final Pattern OTHER_THAN_NAMES = Pattern.compile("[^a-z0-9]+");

    private final ProjectId project;
    private final Set<String> names = new HashSet<>();
    private final StringBuilder text = new StringBuilder();

    private ImportBlocks(ProjectId project) {
        this.project = project;
    }

    /**
     * A link.
     *
     * @param refused those of its endpoints that the provider does not import, and with them nothing of the whole plan
     */
    record Importable(Link link, Set<EndpointId> refused) {}

    /**
     * The blocks of a project's links and of their endpoints, in this order.
     *
     * @param federation the endpoints of Data Federation, which the provider imports whatever their state
     */
    static String of(ProjectId project, List<Importable> links, List<EndpointId> federation) {
        ImportBlocks blocks = new ImportBlocks(project);
        blocks.text
                .append("# The private endpoints of the Atlas project ")
                .append(project)
                .append('\n');
        links.forEach(blocks::add);
        federation.forEach(blocks::add);
        return blocks.text.toString();
    }

    private void add(Importable importable) {
        Link link = importable.link();
        Optional<String> region = link.place().map(place -> place.atlasName(link.provider()));
        String name = unusedName(link.provider() + "_" + region.orElse(link.id().value()));
        if (link.details().end() != null) {
            comment("Atlas ends the link " + link.id() + " with its endpoints on "
                    + link.details().end() + ", because it is not port-mapped.");
        }
        if (link.errorMessage() != null && !link.errorMessage().isEmpty()) {
            comment("The link " + link.id() + " cannot be imported, because it has failed.");
        } else if (region.isPresent()) {
            block(LINK, name, project + "-" + link.id() + "-" + link.provider() + "-" + region.get());
        } else {
            comment("The link " + link.id() + " cannot be imported yet, because its region is unknown.");
        }
        link.interfaceEndpointIds().forEach(endpoint -> add(importable, endpoint, name));
    }

    private void add(Importable importable, EndpointId endpoint, String linkName) {
        Link link = importable.link();
        String id = endpoint.value();
        if (importable.refused().contains(endpoint)) {
            comment("The endpoint " + id + " of the link " + link.id()
                    + " cannot be imported, because it has failed or is gone.");
        } else if (id.contains(SEPARATOR) || id.endsWith("-")) {
            comment("The endpoint " + id + " of the link " + link.id() + " cannot be imported, because " + SPLIT);
        } else {
            String name = unusedName(linkName + "_" + id.substring(id.lastIndexOf('/') + 1));
            block(ENDPOINT, name, project + SEPARATOR + link.id() + SEPARATOR + id + SEPARATOR + link.provider());
        }
    }

    private void add(EndpointId endpoint) {
        String id = endpoint.value();
        if (id.contains(SEPARATOR)) {
            comment("The endpoint " + id + " of Data Federation cannot be imported, because " + SPLIT);
        } else {
            String name = unusedName("federation_" + id.substring(id.lastIndexOf('/') + 1));
            block(FEDERATION, name, project + SEPARATOR + id);
        }
    }

    /** A name for Terraform, made from a text and, if it is taken, from a number. */
    private String unusedName(String text) {
        String name = OTHER_THAN_NAMES.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("_");
        String unused = name;
        for (int number = 2; !names.add(unused); number++) {
            unused = name + "_" + number;
        }
        return unused;
    }

    private void block(String type, String name, String id) {
        text.append("""

                import {
                  to = %s.%s
                  id = %s
                }
                """.formatted(type, name, quoted(id)));
    }

    private void comment(String sentence) {
        text.append("\n# ").append(sentence).append('\n');
    }

    /** The text as a string of Terraform's language, in which a dollar or percent sign and a brace begin a template. */
    static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("${", "$${")
                        .replace("%{", "%%{")
                + '"';
    }
}
