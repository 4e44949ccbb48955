package dev.linkgate.sandbox.dialect;

import dev.linkgate.kernel.RegionNames;
import dev.linkgate.sandbox.http.Refusal;
import dev.linkgate.sandbox.http.Refused;
import dev.linkgate.sandbox.state.SimulatedProvider;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

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
     * @throws Refused if the provider has no such region
     */
    public static String atlasName(SimulatedProvider provider, String given) {
        return switch (provider) {
            case AWS -> {
                if (!AWS_AT_ATLAS.matcher(given).matches()
                        && !AWS.matcher(given).matches()) {
                    throw unknown(provider, given);
                }
                yield given.toUpperCase(Locale.ROOT).replace('-', '_');
            }
            case AZURE, GCP ->
                pairs(provider).entrySet().stream()
                        .filter(pair ->
                                pair.getKey().equals(given) || pair.getValue().equals(given))
                        .findFirst()
                        .orElseThrow(() -> unknown(provider, given))
                        .getKey();
        };
    }

    /**
     * The region by Atlas's name, for the API that documents AWS's own names only.
     *
     * @throws Refused if AWS has no such region
     */
    static String ofAws(String given) {
        if (!AWS.matcher(given).matches()) {
            throw unknown(SimulatedProvider.AWS, given);
        }
        return atlasName(SimulatedProvider.AWS, given);
    }

    /** The region by the provider's own name. */
    static String providerName(SimulatedProvider provider, String atlasName) {
        return switch (provider) {
            case AWS -> atlasName.toLowerCase(Locale.ROOT).replace('_', '-');
            case AZURE, GCP -> pairs(provider).getOrDefault(atlasName, "");
        };
    }

    private static Refused unknown(SimulatedProvider provider, String given) {
        return Refusal.INVALID_REGION.of(given, provider.name());
    }

    private static Map<String, String> pairs(SimulatedProvider provider) {
        return RegionNames.of(dev.linkgate.kernel.Provider.valueOf(provider.name()));
    }
}
