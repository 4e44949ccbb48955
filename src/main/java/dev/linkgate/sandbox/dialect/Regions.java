package dev.linkgate.sandbox.dialect;

import dev.linkgate.sandbox.http.Refusal;
import dev.linkgate.sandbox.state.Provider;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The regions of each provider in both spellings: Atlas's ({@code US_EAST_4}) and the provider's ({@code us-east4}).
 * Atlas accepts either and answers with its own.
 *
 * <p>AWS names follow a rule. Azure's and Google's do not, so those are listed as on Atlas's pages.
 */
public final class Regions {

    private static final Pattern AWS = Pattern.compile("[A-Z]{2}(_GOV)?_[A-Z]+_[0-9]");

    private static final Map<String, String> AZURE = byAtlasName("""
            US_CENTRAL centralus            US_EAST eastus                  US_EAST_2 eastus2
            US_NORTH_CENTRAL northcentralus US_SOUTH_CENTRAL southcentralus US_WEST westus
            US_WEST_2 westus2               US_WEST_3 westus3               US_WEST_CENTRAL westcentralus
            CANADA_CENTRAL canadacentral    CANADA_EAST canadaeast          MEXICO_CENTRAL mexicocentral
            BRAZIL_SOUTH brazilsouth        BRAZIL_SOUTHEAST brazilsoutheast
            EUROPE_NORTH northeurope        EUROPE_WEST westeurope          UK_SOUTH uksouth
            UK_WEST ukwest                  FRANCE_CENTRAL francecentral    FRANCE_SOUTH francesouth
            GERMANY_NORTH germanynorth      GERMANY_WEST_CENTRAL germanywestcentral
            SWITZERLAND_NORTH switzerlandnorth SWITZERLAND_WEST switzerlandwest
            NORWAY_EAST norwayeast          NORWAY_WEST norwaywest          SWEDEN_CENTRAL swedencentral
            SWEDEN_SOUTH swedensouth        ITALY_NORTH italynorth          SPAIN_CENTRAL spaincentral
            POLAND_CENTRAL polandcentral    ISRAEL_CENTRAL israelcentral    QATAR_CENTRAL qatarcentral
            UAE_CENTRAL uaecentral          UAE_NORTH uaenorth
            SOUTH_AFRICA_NORTH southafricanorth SOUTH_AFRICA_WEST southafricawest
            ASIA_EAST eastasia              ASIA_SOUTH_EAST southeastasia   JAPAN_EAST japaneast
            JAPAN_WEST japanwest            KOREA_CENTRAL koreacentral      KOREA_SOUTH koreasouth
            INDIA_CENTRAL centralindia      INDIA_SOUTH southindia          INDIA_WEST westindia
            INDONESIA_CENTRAL indonesiacentral MALAYSIA_WEST malaysiawest
            AUSTRALIA_EAST australiaeast    AUSTRALIA_SOUTH_EAST australiasoutheast
            AUSTRALIA_CENTRAL australiacentral AUSTRALIA_CENTRAL_2 australiacentral2
            NEW_ZEALAND_NORTH newzealandnorth
            """);

    private static final Map<String, String> GCP = byAtlasName("""
            CENTRAL_US us-central1          EASTERN_US us-east1             US_EAST_4 us-east4
            US_EAST_5 us-east5              WESTERN_US us-west1             US_WEST_2 us-west2
            US_WEST_3 us-west3              US_WEST_4 us-west4              US_SOUTH_1 us-south1
            NORTH_AMERICA_NORTHEAST_1 northamerica-northeast1
            NORTH_AMERICA_NORTHEAST_2 northamerica-northeast2
            NORTH_AMERICA_SOUTH_1 northamerica-south1
            SOUTH_AMERICA_EAST_1 southamerica-east1
            SOUTH_AMERICA_WEST_1 southamerica-west1
            WESTERN_EUROPE europe-west1     EUROPE_WEST_2 europe-west2      EUROPE_WEST_3 europe-west3
            EUROPE_WEST_4 europe-west4      EUROPE_WEST_6 europe-west6      EUROPE_WEST_8 europe-west8
            EUROPE_WEST_9 europe-west9      EUROPE_WEST_10 europe-west10    EUROPE_WEST_12 europe-west12
            EUROPE_NORTH_1 europe-north1    EUROPE_CENTRAL_2 europe-central2
            EUROPE_SOUTHWEST_1 europe-southwest1
            MIDDLE_EAST_WEST_1 me-west1     MIDDLE_EAST_CENTRAL_1 me-central1
            MIDDLE_EAST_CENTRAL_2 me-central2
            AFRICA_SOUTH_1 africa-south1
            EASTERN_ASIA_PACIFIC asia-east1 ASIA_EAST_2 asia-east2
            NORTHEASTERN_ASIA_PACIFIC asia-northeast1
            ASIA_NORTHEAST_2 asia-northeast2 ASIA_NORTHEAST_3 asia-northeast3
            ASIA_SOUTH_1 asia-south1        ASIA_SOUTH_2 asia-south2
            SOUTHEASTERN_ASIA_PACIFIC asia-southeast1
            ASIA_SOUTHEAST_2 asia-southeast2
            AUSTRALIA_SOUTHEAST_1 australia-southeast1
            AUSTRALIA_SOUTHEAST_2 australia-southeast2
            """);

    private Regions() {}

    /**
     * The region in Atlas's spelling.
     *
     * @param given in either spelling
     * @throws Refused if the provider has no such region
     */
    public static String atlasName(Provider provider, String given) {
        return switch (provider) {
            case AWS -> {
                String name = given.toUpperCase(Locale.ROOT).replace('-', '_');
                if (!AWS.matcher(name).matches()) {
                    throw Refusal.INVALID_REGION.of(given, provider.name());
                }
                yield name;
            }
            case AZURE -> listed(AZURE, provider, given);
            case GCP -> listed(GCP, provider, given);
        };
    }

    /** The region in the provider's spelling. */
    static String providerName(Provider provider, String atlasName) {
        return switch (provider) {
            case AWS -> atlasName.toLowerCase(Locale.ROOT).replace('_', '-');
            case AZURE -> AZURE.getOrDefault(atlasName, "");
            case GCP -> GCP.getOrDefault(atlasName, "");
        };
    }

    private static String listed(Map<String, String> regions, Provider provider, String given) {
        return regions.entrySet().stream()
                .filter(region ->
                        region.getKey().equals(given) || region.getValue().equals(given))
                .findFirst()
                .orElseThrow(() -> Refusal.INVALID_REGION.of(given, provider.name()))
                .getKey();
    }

    private static Map<String, String> byAtlasName(String pairs) {
        String[] names = pairs.strip().split("\\s+", -1);
        Map<String, String> regions = new HashMap<>();
        for (int i = 0; i < names.length; i += 2) {
            regions.put(names[i], names[i + 1]);
        }
        return Map.copyOf(regions);
    }
}
