package dev.linkgate.gateway.core.access;

import dev.linkgate.gateway.core.access.key.ApiKey;
import dev.linkgate.gateway.core.access.principal.Team;
import dev.linkgate.gateway.core.endpoints.link.LinkName;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.kernel.ProjectId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The required form of each path variable, the same in all routes. Variables without a form, such as a problem's
 * {@code code}, may be anything, because an unknown one is not found.
 */
public final class PathVariables {

    private static final String NAME = "must start with a lowercase letter or digit, followed by up to 62 lowercase"
            + " letters, digits or dashes";
    private static final String HEX_24 = "must be 24 lowercase hex digits";

    private record Form(Predicate<String> matches, UnaryOperator<String> expected) {

        Form(Predicate<String> matches, String expected) {
            this(matches, value -> expected);
        }
    }

    private static final Map<String, Form> FORMS = Map.ofEntries(
            Map.entry("projectId", new Form(ProjectId::matches, HEX_24)),
            Map.entry("linkId", new Form(LinkName::matches, LinkName.EXPECTED)),
            Map.entry("interfaceEndpointId", new Form(EndpointId::matches, EndpointId::expectedFor)),
            Map.entry("cloudProvider", new Form(matching("AWS|AZURE|GCP"), "must be AWS, AZURE or GCP")),
            Map.entry(
                    "clusterName",
                    new Form(matching("[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?"), "must be a cluster's name")),
            Map.entry("team", new Form(Team::isName, NAME)),
            Map.entry("name", new Form(Team::isName, NAME)),
            Map.entry("identity", new Form(Team::isName, NAME)),
            Map.entry("keyId", new Form(matching(ApiKey.ID_PATTERN), "must be 12 letters or digits")),
            Map.entry("requestId", new Form(matching("ar_[0-9a-f]{32}"), "must be ar_ and 32 lowercase hex digits")),
            Map.entry(
                    "findingId",
                    new Form(
                            matching("(?:event|change):[!-~]{1,200}"),
                            "must be the id of a finding, event:… or change:…")),
            Map.entry("sequence", new Form(matching("[1-9][0-9]{0,17}"), "must be a whole number of at least 1")));

    private PathVariables() {}

    /** The errors of a path's variables, in the order of their names. */
    public static List<FieldError> errors(Map<String, String> variables) {
        List<FieldError> errors = new ArrayList<>();
        variables.forEach((name, value) -> {
            Form form = FORMS.get(name);
            if (form != null && !form.matches().test(value)) {
                errors.add(new FieldError(name, form.expected().apply(value)));
            }
        });
        errors.sort(Comparator.comparing(FieldError::field));
        return errors;
    }

    private static Predicate<String> matching(String pattern) {
        return Pattern.compile(pattern).asMatchPredicate();
    }
}
