package dev.linkgate.gateway.feature.auditing;

import dev.linkgate.gateway.core.platform.request.RequestId;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.vocabulary.Vocabulary;
import dev.linkgate.gateway.core.platform.web.QueryParameters;
import dev.linkgate.gateway.core.trail.read.Selection;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Phase;
import dev.linkgate.gateway.core.trail.record.Result;
import dev.linkgate.kernel.PlainText;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.VisibleText;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request's query of the trail.
 *
 * @param after continue behind this sequence: with older records, or with newer ones in an export
 * @param limit the most records, up to {@value #MAX_LIMIT} for a page
 */
public record AuditQuery(Selection selection, long after, long limit, Count count) {

    /** When the answer says how many records the selection has. */
    public enum Count {
        /** If that is known without much work. */
        IF_FEW,
        ALWAYS,
        NEVER
    }

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 500;
    private static final long MAX_SEQUENCE = Long.MAX_VALUE - 1;
    private static final int LONGEST_SUBJECT = 255;
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:./]{2,49}");
    private static final Pattern TEAM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /** @throws dev.linkgate.gateway.core.platform.request.LinkgateException with one entry for each wrong parameter */
    public static AuditQuery of(Vocabulary known, HttpServletRequest request) {
        QueryParameters parameters = new QueryParameters(request);
        return of(known, parameters, parameters.project(), false, false);
    }

    /** An export, which begins with the oldest record and has all of them unless the request says otherwise. */
    static AuditQuery ofExport(Vocabulary known, HttpServletRequest request) {
        QueryParameters parameters = new QueryParameters(request);
        return of(known, parameters, parameters.project(), false, true);
    }

    /** The trail of one project, whatever project the request names; only records of known callers. */
    public static AuditQuery of(Vocabulary known, HttpServletRequest request, ProjectId project) {
        return of(known, new QueryParameters(request), project, true, false);
    }

    private static AuditQuery of(
            Vocabulary known,
            QueryParameters parameters,
            @Nullable ProjectId project,
            boolean ofKnownCallers,
            boolean isExport) {
        Selection selection = new Selection(
                project,
                ofKnownCallers,
                parameters.get("team", "the name of a team", AuditQuery::team),
                parameters.get(
                        "action",
                        "an action, such as endpoint.add",
                        text -> known(known.all(Action.class), Action::word, text)),
                parameters.get("result", "SUCCEEDED, REFUSED, FAILED or UNKNOWN", Result::valueOf),
                parameters.time("from"),
                parameters.time("to"),
                parameters.get("target", "a kind and a name, such as team:payments", text -> thing(known, text)),
                parameters.get("requestId", "the X-Request-Id of an answer", AuditQuery::requestId),
                parameters.get("phase", "INTENT, OUTCOME or EVENT", Phase::valueOf),
                new Selection.By(
                        parameters.get("actor", "the name of an administrator, or shared-token", AuditQuery::name),
                        parameters.get("subject", "the subject of a JWT or certificate", AuditQuery::subject),
                        parameters.get("keyId", "the id of a key", AuditQuery::name),
                        parameters.get("address", "an address, such as 192.0.2.7", AuditQuery::address)));
        Long after = parameters.get("after", "the sequence of a record, or 0", text -> number(text, 0, MAX_SEQUENCE));
        long most = isExport ? MAX_SEQUENCE : MAX_LIMIT;
        Long limit = parameters.get("limit", "a whole number from 1 to " + most, text -> number(text, 1, most));
        Count count = parameters.get("includeCount", "true or false", AuditQuery::count);
        parameters.check();
        return new AuditQuery(
                selection,
                after == null || after == 0 ? (isExport ? 0 : Long.MAX_VALUE) : after,
                limit == null ? (isExport ? most : DEFAULT_LIMIT) : limit,
                count == null ? Count.IF_FEW : count);
    }

    /** Whether the answer says how many records the selection has if that takes little work. */
    boolean wantsCount() {
        return count != Count.NEVER && !selection.isAll();
    }

    private static String team(String text) {
        return must(TEAM.matcher(text).matches(), text);
    }

    private static String requestId(String text) {
        return must(RequestId.matches(text), text);
    }

    private static Target.Thing thing(Vocabulary known, String text) {
        int colon = must(text.indexOf(':') > 0, text.indexOf(':'));
        String name = text.substring(colon + 1);
        return new Target.Thing(
                known(known.all(Target.Kind.class), Target.Kind::word, text.substring(0, colon)), name(name));
    }

    private static String name(String text) {
        return must(!text.isEmpty() && PlainText.is(text), text);
    }

    private static String subject(String text) {
        return must(VisibleText.is(text, LONGEST_SUBJECT), text);
    }

    private static String address(String text) {
        return must(ADDRESS.matcher(text).matches(), text);
    }

    private static long number(String text, long min, long max) {
        long number = Long.parseLong(text);
        return must(number >= min && number <= max, number);
    }

    private static Count count(String text) {
        return must(text.equals("true") || text.equals("false"), text.equals("true") ? Count.ALWAYS : Count.NEVER);
    }

    private static <T> T known(List<T> all, Function<T, String> word, String text) {
        return all.stream()
                .filter(each -> word.apply(each).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    private static <T> T must(boolean condition, T value) {
        if (!condition) {
            throw new IllegalArgumentException();
        }
        return value;
    }
}
