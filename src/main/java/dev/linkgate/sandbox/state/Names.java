package dev.linkgate.sandbox.state;

import dev.linkgate.kernel.Provider;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The forms of provider-side names, as in Atlas's recorded answers. */
final class Names {

    private static final int GCP_ATTACHMENTS = 6;

    private Names() {}

    /** The AWS endpoint service's name; absent until the link is set up. */
    static @Nullable String awsService(LinkState link) {
        if (!isSetUp(link)) {
            return null;
        }
        String region = Regions.providerName(Provider.AWS, link.region());
        return "com.amazonaws.vpce." + region + ".vpce-svc-0" + link.id().substring(8);
    }

    static @Nullable String azureService(LinkState link) {
        return isSetUp(link) ? "pls_" + link.id() : null;
    }

    static @Nullable String azureServiceResource(LinkState link) {
        return isSetUp(link)
                ? "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/rg_" + link.id()
                        + "/providers/Microsoft.Network/privateLinkServices/pls_" + link.id()
                : null;
    }

    /** Relative names with the project's id, as recorded and unlike in Atlas's specification. */
    static List<String> gcpAttachments(LinkState link) {
        if (!isSetUp(link)) {
            return List.of();
        }
        String region = Regions.providerName(Provider.GCP, link.region());
        return IntStream.range(0, link.portMapping() ? 1 : GCP_ATTACHMENTS)
                .mapToObj(n -> "projects/p-" + link.id() + "/regions/" + region + "/serviceAttachments/sa-" + region
                        + "-" + link.project() + "-" + n)
                .toList();
    }

    private static boolean isSetUp(LinkState link) {
        return switch (link.status()) {
            case INITIATING, FAILED -> false;
            case AVAILABLE, WAITING_FOR_USER, DELETING -> true;
        };
    }
}
