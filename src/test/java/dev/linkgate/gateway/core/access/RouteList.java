package dev.linkgate.gateway.core.access;

import dev.linkgate.gateway.app.Gateway;
import dev.linkgate.gateway.core.access.principal.AdminScope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of routes as tests of other packages may see it. */
public final class RouteList {

    private RouteList() {}

    /**
     * @param needs {@code NOTHING}, {@code IDENTITY}, {@code TEAM_KEY}, {@code APPROVER}, or the name of a role, or those of scopes with
     *     {@code |} between them
     */
    public record Entry(String method, String pattern, String needs) {

        /**
         * Its path.
         *
         * @param values of variables by their names; the others get one that fits and that no resource has
         */
        public String path(Map<String, String> values) {
            return Pattern.compile("\\{(\\w+)}")
                    .matcher(pattern.replace("**", "index.html"))
                    .replaceAll(variable -> values.getOrDefault(
                            variable.group(1), UNUSED.getOrDefault(variable.group(1), "none-such")));
        }
    }

    private static final Map<String, String> UNUSED = Map.ofEntries(
            Map.entry("projectId", "5df264b8f10fab7d2cad2f0a"),
            Map.entry("linkId", "5df264b8f10fab7d2cad2f0d"),
            Map.entry("interfaceEndpointId", "vpce-0b9c5701325cb15dd"),
            Map.entry("cloudProvider", "AWS"),
            Map.entry("operationId", "op_00000000000000000000000000"),
            Map.entry("keyId", "000000000000"),
            Map.entry("requestId", "ar_00000000000000000000000000000000"),
            Map.entry("sequence", "1"),
            Map.entry("findingId", "write:0"),
            Map.entry("code", "not-found"),
            Map.entry("orgId", "5df264b8f10fab7d2cad2f0e"));

    public static List<Entry> entries() {
        return Gateway.shared().context().getBean(Routes.class).table().stream()
                .map(route -> new Entry(
                        route.method().name(),
                        route.pattern().getPatternString().replaceAll("[{]file:[^/]*}", "start.js"),
                        needs(route.needs())))
                .toList();
    }

    /** Features of which none is switched off. */
    public static Features allFeatures() {
        return new Features(new FeatureSettings(Set.of()), List.of());
    }

    /** Open paths without a gateway. */
    public static OpenPaths openPaths(String... paths) {
        List<Route> routes = Stream.of(paths)
                .map(path -> Route.get(path, Route.Needs.NOTHING))
                .toList();
        return new OpenPaths(new Routes(allFeatures(), List.of(() -> routes)));
    }

    private static String needs(Route.Needs needs) {
        return switch (needs) {
            case Route.Needs.Nothing nothing -> "NOTHING";
            case Route.Needs.Identity identity -> "IDENTITY";
            case Route.Needs.TeamKey key -> "TEAM_KEY";
            case Route.Needs.Approver approver -> "APPROVER";
            case Route.Needs.RoleOnProject needed -> needed.role().name();
            case Route.Needs.Scope needed ->
                needed.anyOf().stream().map(AdminScope::name).collect(Collectors.joining("|"));
        };
    }
}
