package dev.linkgate.protocol;

import java.util.List;
import java.util.Optional;

/**
 * A path below {@code /api/atlas/<version>/groups/<project>/privateEndpoint}, and the API that it belongs to.
 *
 * @param project as it was written
 * @param resource the decoded segments that follow {@code privateEndpoint}
 */
public record PrivateEndpointPath(AtlasApi api, String project, List<String> resource) {

    private static final AtlasApi V2 = MultiCloudApi.v2();
    private static final AtlasApi MULTI_CLOUD_V1 = MultiCloudApi.v1();
    private static final AtlasApi CLASSIC = new ClassicApi();
    private static final int LENGTH = 6;

    /** Finds the API of a path, given by its decoded segments; empty if it is not such a path. */
    public static Optional<PrivateEndpointPath> of(List<String> segments) {
        if (segments.size() < LENGTH
                || !segments.subList(0, 2).equals(List.of("api", "atlas"))
                || !segments.get(3).equals("groups")
                || !segments.get(5).equals("privateEndpoint")) {
            return Optional.empty();
        }
        List<String> resource = segments.subList(LENGTH, segments.size());
        return api(segments.get(2), resource).map(api -> new PrivateEndpointPath(api, segments.get(4), resource));
    }

    private static Optional<AtlasApi> api(String version, List<String> resource) {
        return switch (version) {
            case "v2" -> Optional.of(V2);
            case "v1.0" -> Optional.of(MultiCloudApi.has(resource) ? MULTI_CLOUD_V1 : CLASSIC);
            default -> Optional.empty();
        };
    }

    /**
     * Reads the operation from a request for this path.
     *
     * @throws RequestRefused if the API has no such request
     */
    public PrivateEndpointOperation parse(Inbound request) {
        return api.parse(request, project, resource);
    }
}
