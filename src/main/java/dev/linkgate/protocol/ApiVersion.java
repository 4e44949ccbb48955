package dev.linkgate.protocol;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The version of a v2 resource. Its date in {@code Accept} may be that of the version or a later one. */
public enum ApiVersion {
    /** Private endpoints and all else that has no other version. */
    V2023_01_01("2023-01-01"),
    /** Clusters, which have all three. */
    V2023_02_01("2023-02-01"),
    /** Clusters. The newest one of them, which the gateway itself asks for. */
    V2024_08_05("2024-08-05"),
    /** Flex clusters. */
    V2024_11_13("2024-11-13"),
    /** The users of a project. */
    V2025_02_19("2025-02-19");

    private static final Pattern ACCEPT =
            Pattern.compile("application/vnd\\.atlas\\.(preview|[0-9]{4}-[0-9]{2}-[0-9]{2})\\+json");

    private final String date;

    ApiVersion(String date) {
        this.date = date;
    }

    /** @throws RequestRefused if the request names no version, or an older one */
    public void check(Inbound request) {
        ApiVersion unused = accepted(request, List.of(this));
    }

    /**
     * The version that a request gets: a date asks for the newest one up to it, and the best of several dates counts.
     *
     * @param offered the versions of a resource, oldest first
     * @throws RequestRefused if the request names no version, or only older ones
     */
    public static ApiVersion accepted(Inbound request, List<ApiVersion> offered) {
        return ACCEPT.matcher(request.accept())
                .results()
                .flatMap(match ->
                        offered.stream().filter(version -> match.group(1).compareTo(version.date) >= 0))
                .max(Comparator.naturalOrder())
                .orElseThrow(Refusal.INVALID_VERSION_DATE::of);
    }

    /** The media type of answers. */
    public String contentType() {
        return "application/vnd.atlas." + date + "+json;charset=utf-8";
    }
}
