package dev.linkgate.sandbox.fault;

import dev.linkgate.protocol.FederationOperation;
import dev.linkgate.protocol.PrivateEndpointOperation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the effect of a {@link MagicEndpoint} on a request, and counts its uses. */
public final class Magic {

    private static final int MAX_COUNTED = 10_000;
    private static final String SPELL = "([ecd])([0-9])([0-9a-f]{3})";
    private static final Pattern AWS = Pattern.compile("vpce-0000[0-9a-f]{8}" + SPELL);
    private static final Pattern NAMED = Pattern.compile(".*-" + SPELL);

    private final Map<Occasion, Integer> attempts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Occasion, Integer> eldest) {
            return size() > MAX_COUNTED;
        }
    };

    /** @param link empty for an endpoint of Data Federation and Online Archive */
    private record Occasion(char request, String project, String link, String endpoint) {}

    /** The effect on this request; each call counts as one attempt. */
    public Optional<MagicEndpoint> strike(PrivateEndpointOperation operation) {
        if (!(operation instanceof PrivateEndpointOperation.OnEndpoint asked)) {
            return Optional.empty();
        }
        char request = switch (asked) {
            case PrivateEndpointOperation.AddEndpoint add -> 'e';
            case PrivateEndpointOperation.GetEndpoint get -> 'c';
            case PrivateEndpointOperation.RemoveEndpoint remove -> 'd';
        };
        return strike(new Occasion(request, asked.project(), asked.link(), asked.endpoint()));
    }

    /** The effect on this request; each call counts as one attempt. */
    public Optional<MagicEndpoint> strike(FederationOperation operation) {
        if (!(operation instanceof FederationOperation.OnEntry asked)) {
            return Optional.empty();
        }
        char request = switch (asked) {
            case FederationOperation.AddEntry add -> 'e';
            case FederationOperation.GetEntry get -> 'c';
            case FederationOperation.RemoveEntry remove -> 'd';
        };
        return strike(new Occasion(request, asked.project(), "", asked.endpoint()));
    }

    private Optional<MagicEndpoint> strike(Occasion occasion) {
        String endpoint = occasion.endpoint();
        Matcher spell = (endpoint.startsWith("vpce-") ? AWS : NAMED).matcher(endpoint);
        if (!spell.matches() || spell.group(1).charAt(0) != occasion.request()) {
            return Optional.empty();
        }
        int times = Integer.parseInt(spell.group(2));
        return MagicEndpoint.of(spell.group(3)).filter(found -> times == 0 || attempt(occasion) <= times);
    }

    private synchronized int attempt(Occasion occasion) {
        return attempts.merge(occasion, 1, Integer::sum);
    }
}
