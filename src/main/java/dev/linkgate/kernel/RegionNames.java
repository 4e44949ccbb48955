package dev.linkgate.kernel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Atlas's names of the regions of Azure and Google Cloud, and the clouds' own names. No rule leads from one to the
 * other, so the pairs are listed as on Atlas's reference pages of both clouds. AWS needs no list: {@code us-east-1} is
 * {@code US_EAST_1}, and so on.
 *
 * <p>Atlas's page spells {@code NEW_ZEALAND_NORTH} with one underscore less; its own tools have it as it is here.
 */
public final class RegionNames {

    private static final Map<String, String> AZURE = pairs("""
            US_CENTRAL centralus            US_EAST eastus                  US_EAST_2 eastus2
            US_NORTH_CENTRAL northcentralus US_SOUTH_CENTRAL southcentralus US_WEST westus
            US_WEST_2 westus2               US_WEST_3 westus3               US_WEST_CENTRAL westcentralus
            CANADA_CENTRAL canadacentral    CANADA_EAST canadaeast          MEXICO_CENTRAL mexicocentral
            BRAZIL_SOUTH brazilsouth        BRAZIL_SOUTHEAST brazilsoutheast CHILE_CENTRAL chilecentral
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

    private static final Map<String, String> GCP = pairs("""
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

    private RegionNames() {}

    /** The cloud's own name of each region by Atlas's name; empty for AWS. */
    public static Map<String, String> of(Provider provider) {
        return switch (provider) {
            case AWS -> Map.of();
            case AZURE -> AZURE;
            case GCP -> GCP;
        };
    }

    private static Map<String, String> pairs(String text) {
        String[] names = text.strip().split("\\s+", -1);
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i += 2) {
            pairs.put(names[i], names[i + 1]);
        }
        return Collections.unmodifiableMap(pairs);
    }
}
