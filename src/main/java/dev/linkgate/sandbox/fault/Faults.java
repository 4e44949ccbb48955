package dev.linkgate.sandbox.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The faults requested by a test, each for the next matching request. The first one wins. */
public final class Faults {

    private final List<Rule> rules = new ArrayList<>();
    private volatile boolean empty = true;

    private record Rule(String method, Pattern uri, Fault fault, boolean once) {
        boolean matches(String requestMethod, String requestUri) {
            return (method.equals("*") || method.equals(requestMethod))
                    && uri.matcher(requestUri).find();
        }
    }

    public Faults() {}

    /**
     * Applies each fault to one of the next matching requests, in this order.
     *
     * @param method or {@code *}
     * @param uriPattern a regular expression to be found in the request target, which is not decoded
     */
    public Faults next(String method, String uriPattern, Fault... faults) {
        for (Fault fault : faults) {
            add(new Rule(method, Pattern.compile(uriPattern), fault, true));
        }
        return this;
    }

    /** Applies the fault to every matching request until {@link #clear()}. */
    public Faults always(String method, String uriPattern, Fault fault) {
        add(new Rule(method, Pattern.compile(uriPattern), fault, false));
        return this;
    }

    public synchronized void clear() {
        rules.clear();
        empty = true;
    }

    /** The number of faults that wait for their request. */
    public synchronized int pending() {
        return (int) rules.stream().filter(Rule::once).count();
    }

    private synchronized void add(Rule rule) {
        rules.add(rule);
        empty = false;
    }

    @Nullable
    public Fault take(String method, String uri) {
        return empty ? null : takeMatching(method, uri);
    }

    private synchronized @Nullable Fault takeMatching(String method, String uri) {
        Optional<Rule> first =
                rules.stream().filter(rule -> rule.matches(method, uri)).findFirst();
        if (first.isEmpty()) {
            return null;
        }
        if (first.get().once()) {
            rules.remove(first.get());
            empty = rules.isEmpty();
        }
        return first.get().fault();
    }
}
