package dev.linkgate.protocol;

import java.util.regex.Pattern;

/** The version of a v2 resource. Its date in {@code Accept} may be that of the version or a later one. */
public enum ApiVersion {
    /** Private endpoints and all else that has no other version. */
    V2023_01_01("2023-01-01"),
    /** Clusters. Atlas has older versions of them, which the gateway does not ask for. */
    V2024_08_05("2024-08-05");

    private static final Pattern ACCEPT =
            Pattern.compile("application/vnd\\.atlas\\.(preview|[0-9]{4}-[0-9]{2}-[0-9]{2})\\+json");

    private final String date;

    ApiVersion(String date) {
        this.date = date;
    }

    /** @throws Refused if the request names no version, or an older one */
    public void check(Inbound request) {
        boolean known = ACCEPT.matcher(request.accept())
                .results()
                .anyMatch(match -> match.group(1).compareTo(date) >= 0);
        if (!known) {
            throw Refusal.INVALID_VERSION_DATE.of();
        }
    }

    /** The media type of answers. */
    public String contentType() {
        return "application/vnd.atlas." + date + "+json;charset=utf-8";
    }
}
