import java.net.URI;
import java.time.Duration;
import org.springframework.web.client.HttpClientErrorException;

/** Uses the recipe for Spring against the sandbox in LINKGATE_URL. */
final class UseLinkgateEndpoints {

    private static final String LINK = "aws:us-east-1";
    private static final String ENDPOINT = "vpce-0a1b2c3d4e5f60921";

    public static void main(String... args) {
        String project = System.getenv("PROJECT");
        LinkgateEndpoints endpoints =
                new LinkgateEndpoints(URI.create(System.getenv("LINKGATE_URL")), System.getenv("LINKGATE_KEY"));

        LinkgateEndpoints.Endpoint added = endpoints.ensure(project, LINK, ENDPOINT, Duration.ofMinutes(1));
        check(added.interfaceEndpointId().equals(ENDPOINT) && added.connectionStatus().equals("AVAILABLE"), added);
        // An endpoint that always fails: adding it works, and replacing it ends in a failed operation.
        checkFails(() -> endpoints.ensure(project, LINK, "vpce-000000010000e0dec", Duration.ofMinutes(1)));
        checkFails(() -> endpoints.ensure(project, LINK, "vpce-000000010000e0dec", Duration.ofMinutes(1)));
        endpoints.remove(project, LINK, ENDPOINT);
        try {
            endpoints.remove(project, LINK, ENDPOINT);
            throw new AssertionError("The endpoint is still there");
        } catch (HttpClientErrorException.NotFound e) {
            check(e.getResponseBodyAsString().contains("endpoint-not-found"), e);
        }
    }

    private static void checkFails(Runnable ensuring) {
        try {
            ensuring.run();
        } catch (IllegalStateException e) {
            return;
        }
        throw new AssertionError("The endpoint did not fail");
    }

    private static void check(boolean holds, Object seen) {
        if (!holds) {
            throw new AssertionError(seen);
        }
    }
}
