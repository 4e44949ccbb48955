package dev.linkgate.harness.crash;

import dev.linkgate.gateway.app.Answer;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** The callers' answers, and the conclusions from them. */
final class Journal {

    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Queue<String> receipts = new ConcurrentLinkedQueue<>();
    private final Map<String, String> operations = new ConcurrentHashMap<>();
    private final LongAdder foundDone = new LongAdder();
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Map<Place, Set<String>> connected = new ConcurrentHashMap<>();
    private final Map<LinkEffect, LinkWrites> linkWrites = new ConcurrentHashMap<>();
    private final Map<ProjectId, Set<LinkId>> links = new ConcurrentHashMap<>();
    private final Map<ProjectId, Boolean> regionalModes = new ConcurrentHashMap<>();
    private final LongAdder answered = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private final LongAdder unknown = new LongAdder();

    /** How often Atlas may and must have carried writes of an endpoint out, by its caller's requests and answers. */
    static final class Account {
        final Place place;
        final LongAdder fewestAdditions = new LongAdder();
        final LongAdder mostAdditions = new LongAdder();
        final LongAdder fewestRemovals = new LongAdder();
        final LongAdder mostRemovals = new LongAdder();

        Account(Place place) {
            this.place = place;
        }

        /** An addition that was carried out, once. */
        void added() {
            fewestAdditions.increment();
            mostAdditions.increment();
        }

        void maybeAdded() {
            mostAdditions.increment();
        }

        /** A removal that was carried out, perhaps by several of the requests for it. */
        void removed() {
            fewestRemovals.increment();
        }

        void maybeRemoved(int times) {
            mostRemovals.add(times);
        }
    }

    /** One kind of write of a project's links. */
    record LinkEffect(ProjectId project, AtlasCall call) {}

    void violated(String what) {
        violations.add(what);
        System.err.println("VIOLATION: " + what);
    }

    void told(Answer answer) {
        answered.increment();
        if (answer.text("/code").equals("outcome-unknown")) {
            unknown.increment();
        }
        String receipt = answer.header("Audit-Receipt");
        if (!receipt.isEmpty()) {
            receipts.add(receipt);
        }
    }

    void notTold() {
        unanswered.increment();
    }

    /** The gateway has promised that this operation ends. */
    void accepted(String operation) {
        operations.putIfAbsent(operation, "");
    }

    /** It has ended with this answer, which must never change. */
    void ended(String operation, String answer) {
        String before = operations.put(operation, answer);
        if (before != null && !before.isEmpty() && !before.equals(answer)) {
            violated(operation + " ended twice: " + before + " and " + answer);
        }
    }

    /** An addition that was repeated with an idempotency key was found done. */
    void foundDone() {
        foundDone.increment();
    }

    Account account(Place place, String endpoint) {
        return accounts.computeIfAbsent(endpoint, id -> new Account(place));
    }

    /** The endpoint is to stay on its link until its caller removes it. */
    void connects(Place place, String endpoint) {
        connected.computeIfAbsent(place, there -> ConcurrentHashMap.newKeySet()).add(endpoint);
    }

    void disconnects(Place place, String endpoint) {
        Optional.ofNullable(connected.get(place)).ifPresent(there -> there.remove(endpoint));
    }

    LinkWrites linkWrites(ProjectId project, AtlasCall call) {
        return linkWrites.computeIfAbsent(new LinkEffect(project, call), unseen -> new LinkWrites());
    }

    /** The link is to stay until its caller removes it. */
    void hasLink(Place place) {
        links.computeIfAbsent(place.project(), there -> ConcurrentHashMap.newKeySet())
                .add(place.link());
    }

    void losesLink(Place place) {
        links.getOrDefault(place.project(), Set.of()).remove(place.link());
    }

    void hasRegionalMode(ProjectId project, boolean enabled) {
        regionalModes.put(project, enabled);
    }

    Queue<String> violations() {
        return violations;
    }

    long additionsFoundDone() {
        return foundDone.sum();
    }

    Queue<String> receipts() {
        return receipts;
    }

    /** The end of each operation by its path; empty for those without a reported end. */
    Map<String, String> operations() {
        return operations;
    }

    Map<String, Account> accounts() {
        return accounts;
    }

    Map<Place, Set<String>> connected() {
        return connected;
    }

    Map<LinkEffect, LinkWrites> linkWrites() {
        return linkWrites;
    }

    /** The links that each project is to have. */
    Map<ProjectId, Set<LinkId>> links() {
        return links;
    }

    Map<ProjectId, Boolean> regionalModes() {
        return regionalModes;
    }

    long requests() {
        return answered.sum() + unanswered.sum();
    }

    long unanswered() {
        return unanswered.sum();
    }

    long unknown() {
        return unknown.sum();
    }
}
