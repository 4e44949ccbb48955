package dev.linkgate.sandbox.dialect;

import dev.linkgate.sandbox.http.Refusal;
import dev.linkgate.sandbox.state.LinkState;
import dev.linkgate.sandbox.state.Provider;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The forms of ids, regions and provider-side names, as in Atlas's recorded answers. */
public final class Names {

    private static final Pattern OBJECT_ID = Pattern.compile("[0-9a-f]{24}");
    private static final Pattern AWS_REGION = Pattern.compile("[A-Z]{2}(_GOV)?_[A-Z]+_[0-9]");
    private static final Pattern OTHER_REGION = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");
    private static final int GCP_ATTACHMENTS = 6;

    private Names() {}

    public static boolean isObjectId(String text) {
        return OBJECT_ID.matcher(text).matches();
    }

    /** @return the region in Atlas's form, from Atlas's or the provider's ({@code us-east-1}) */
    public static String region(Provider provider, String given) {
        String region = given.toUpperCase(Locale.ROOT).replace('-', '_');
        Pattern form = provider == Provider.AWS ? AWS_REGION : OTHER_REGION;
        if (!form.matcher(region).matches()) {
            throw Refusal.INVALID_REGION.of(given, provider.name());
        }
        return region;
    }

    /** The AWS endpoint service's name; absent until the link is set up. */
    static @Nullable String awsService(LinkState link) {
        if (!isSetUp(link)) {
            return null;
        }
        String region = link.region().toLowerCase(Locale.ROOT).replace('_', '-');
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

    /** Relative names, unlike in Atlas's specification. */
    static List<String> gcpAttachments(LinkState link) {
        if (!isSetUp(link)) {
            return List.of();
        }
        String region = link.region().toLowerCase(Locale.ROOT).replace('_', '-').replaceFirst("-([0-9]+)$", "$1");
        return IntStream.range(0, link.portMapping() ? 1 : GCP_ATTACHMENTS)
                .mapToObj(n -> "projects/p-" + link.id() + "/regions/" + region + "/serviceAttachments/sa-" + region
                        + "-" + link.id() + "-" + n)
                .toList();
    }

    private static boolean isSetUp(LinkState link) {
        return switch (link.status()) {
            case INITIATING, FAILED -> false;
            case AVAILABLE, WAITING_FOR_USER, DELETING -> true;
        };
    }
}
