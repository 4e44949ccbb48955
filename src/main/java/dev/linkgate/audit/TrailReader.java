package dev.linkgate.audit;

import dev.linkgate.kernel.Receipt;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.web.Listing;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Answers an {@link AuditQuery} with a page of the trail, and records that read. */
@Component
class TrailReader {

    private final AuditStore store;
    private final AuditTrail trail;

    TrailReader(AuditStore store, AuditTrail trail) {
        this.store = store;
        this.trail = trail;
    }

    Listing<AuditRecord> page(RequestContext context, HttpServletRequest request, AuditQuery query) {
        return trail.read(context, Action.AUDIT_READ, query.selection().target(), () -> listing(request, query));
    }

    private Listing<AuditRecord> listing(HttpServletRequest request, AuditQuery query) {
        int limit = query.limit();
        // One additional record shows whether there is a next page.
        List<AuditRecord> found = store.newestFirst(query.selection(), query.after(), limit + 1);
        List<AuditRecord> results = found.subList(0, Math.min(limit, found.size()));
        List<Listing.PageLink> links = new ArrayList<>();
        links.add(new Listing.PageLink("self", url(request).build().toUriString()));
        if (found.size() > limit) {
            links.add(new Listing.PageLink(
                    "next",
                    url(request)
                            .replaceQueryParam("after", results.getLast().sequence())
                            .build()
                            .toUriString()));
        }
        return new Listing<>(links, results, query.count() ? count(query.selection()) : null);
    }

    /** For the whole trail this is the last sequence, because there are no gaps; counting would read every record. */
    private long count(Selection selection) {
        return selection.isAll() ? store.head().map(Receipt::sequence).orElse(0L) : store.count(selection);
    }

    private static ServletUriComponentsBuilder url(HttpServletRequest request) {
        return ServletUriComponentsBuilder.fromRequest(request);
    }
}
