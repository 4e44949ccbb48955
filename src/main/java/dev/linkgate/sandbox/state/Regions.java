package dev.linkgate.sandbox.state;

import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.RegionNames;
import dev.linkgate.protocol.PrivateEndpointOperation;
import dev.linkgate.protocol.Refusal;
import dev.linkgate.protocol.RequestRefused;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The regions of each provider. Atlas takes its own name of a region ({@code US_EAST_4}) and the provider's ({@code
 * us-east4}), no third one, and answers with its own.
 */
public final class Regions {

    private static final Pattern AWS = Pattern.compile("[a-z]{2}(-gov)?-[a-z]+-[0-9]");
    private static final Pattern AWS_AT_ATLAS = Pattern.compile("[A-Z]{2}(_GOV)?_[A-Z]+_[0-9]");

    private Regions() {}

    /**
     * The region by Atlas's name.
     *
     * @param given Atlas's name or the provider's own, exactly
     * @throws RequestRefused if the provider has no such region
     */
    public static String atlasName(Provider provider, String given) {
        return switch (provider) {
            case AWS -> {
                if (!AWS_AT_ATLAS.matcher(given).matches()
                        && !AWS.matcher(given).matches()) {
                    throw unknown(provider, given);
                }
                yield given.toUpperCase(Locale.ROOT).replace('-', '_');
            }
            case AZURE, GCP ->
                RegionNames.of(provider).entrySet().stream()
                        .filter(pair ->
                                pair.getKey().equals(given) || pair.getValue().equals(given))
                        .findFirst()
                        .orElseThrow(() -> unknown(provider, given))
                        .getKey();
        };
    }

    /**
     * The operation with Atlas's names of its regions.
     *
     * @param generation the classic API documents AWS's own names only
     * @throws RequestRefused if the provider has no such region, or one is named twice
     */
    public static PrivateEndpointOperation resolved(PrivateEndpointOperation operation, Refusal.Generation generation) {
        if (operation instanceof PrivateEndpointOperation.CreateLink create) {
            if (generation == Refusal.Generation.CLASSIC
                    && !AWS.matcher(create.region()).matches()) {
                throw unknown(create.provider(), create.region());
            }
            List<String> remote = remote(create.remoteRegions());
            String region = atlasName(create.provider(), create.region());
            return new PrivateEndpointOperation.CreateLink(
                    create.project(), create.provider(), region, create.portMapping(), remote);
        }
        return operation instanceof PrivateEndpointOperation.UpdateLink update
                ? new PrivateEndpointOperation.UpdateLink(
                        update.project(), update.link(), remote(update.remoteRegions()))
                : operation;
    }

    private static @Nullable List<String> remote(@Nullable List<String> given) {
        if (given == null) {
            return null;
        }
        List<String> regions =
                given.stream().map(region -> atlasName(Provider.AWS, region)).toList();
        if (Set.copyOf(regions).size() < regions.size()) {
            throw Refusal.INVALID_ATTRIBUTE.of("supportedRemoteRegions");
        }
        return regions;
    }

    /** The region by the provider's own name. */
    public static String providerName(Provider provider, String atlasName) {
        return switch (provider) {
            case AWS -> atlasName.toLowerCase(Locale.ROOT).replace('_', '-');
            case AZURE, GCP -> RegionNames.of(provider).getOrDefault(atlasName, "");
        };
    }

    private static RequestRefused unknown(Provider provider, String given) {
        return Refusal.INVALID_REGION.of(given, provider.name());
    }
}
