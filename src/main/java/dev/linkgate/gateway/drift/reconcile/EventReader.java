package dev.linkgate.gateway.drift.reconcile;

import dev.linkgate.gateway.atlas.AtlasEvent;
import dev.linkgate.gateway.atlas.BackgroundProject;
import dev.linkgate.gateway.atlas.EventSelection;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.trail.audit.RecordedWrites;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads into a ledger what Atlas and the trail have told since the last check, a bounded part of it. */
@Component
class EventReader {

    /** The pages of one check. What is left is read by the next one. */
    static final int PAGES = 10;

    /** The pages of a window, which Atlas makes: no project has 10,000 events of private endpoints in a day. */
    static final int MOST_PAGES = 20;

    /** The parts of the trail of one check. */
    private static final int PARTS = 40;

    /** The unexplained events that a ledger may hold. */
    private static final int MOST_EVENTS = 5_000;

    /** The writes that a ledger may hold. No project changes so often. */
    static final int MOST_WRITES = 1_000;

    private final RecordedWrites writes;
    private final ReconcileSettings settings;

    EventReader(RecordedWrites writes, ReconcileSettings settings) {
        this.writes = writes;
        this.settings = settings;
    }

    /** The ledger with the events of the next pages. */
    RememberedEvents events(BackgroundProject atlas, RememberedEvents before, Instant now) {
        RememberedEvents ledger = before.using(atlas.publicKey(), now);
        RememberedEvents.Window window = ledger.windowAt(now, settings.overlap());
        for (int pages = 0; pages < PAGES && ledger.pending().size() < MOST_EVENTS; pages++) {
            EventSelection selection = new EventSelection(EventKind.NAMES, window.from(), window.to());
            List<AtlasEvent> page = atlas.events(selection, window.page());
            ledger = ledger.read(window, page);
            if (page.size() < BackgroundProject.PAGE) {
                return ledger.closed(window, settings.overlap(), settings.reconcileGrace());
            }
            window = window.next();
        }
        return ledger;
    }

    /** The ledger with the writes up to the end of the trail, or as far as one check reads and a ledger may hold. */
    Trail trail(RequestContext context, ProjectId project, RememberedEvents before) {
        RememberedEvents ledger = before;
        for (int parts = 0; parts < PARTS; parts++) {
            RecordedWrites.Part part = writes.after(context, project, ledger.trail());
            ledger = ledger.read(part.writes(), part.last());
            if (part.atEnd() || isOverfull(ledger)) {
                return new Trail(ledger, part.atEnd());
            }
        }
        return new Trail(ledger, false);
    }

    /** @param whole whether it was read to its end */
    record Trail(RememberedEvents ledger, boolean whole) {}

    /** Whether a ledger holds more than a check can deal with, or would without an end. */
    static boolean isOverfull(RememberedEvents ledger) {
        RememberedEvents.Window window = ledger.window();
        return ledger.writes().size() > MOST_WRITES || (window != null && window.page() > MOST_PAGES);
    }

    /** The sequence before that of the first record that may matter for the events from a moment on. */
    long trailBefore(Instant from) {
        return writes.before(from.minus(settings.reconcileGrace()).minus(UnexplainedEvents.SKEW));
    }
}
