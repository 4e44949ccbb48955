package dev.linkgate.audit;

import dev.linkgate.audit.AuditQuery.Count;
import dev.linkgate.kernel.Receipt;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.web.Listing;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
        AuditPage page = store.newestFirst(query.selection(), query.after(), query.limit());
        List<Listing.PageLink> links = new ArrayList<>();
        links.add(new Listing.PageLink("self", url(request).build().toUriString()));
        if (page.next() != null) {
            links.add(new Listing.PageLink(
                    "next",
                    url(request).replaceQueryParam("after", page.next()).build().toUriString()));
        }
        return new Listing<>(links, page.records(), count(query));
    }

    private @Nullable Long count(AuditQuery query) {
        Selection selection = query.selection();
        if (query.count() == Count.NEVER) {
            return null;
        }
        if (selection.isAll()) {
            // The last sequence, because there are no gaps; counting would read every record.
            return store.head().map(Receipt::sequence).orElse(0L);
        }
        return query.count() == Count.ALWAYS
                ? (Long) store.count(selection)
                : store.countIfFew(selection).orElse(null);
    }

    private static ServletUriComponentsBuilder url(HttpServletRequest request) {
        return ServletUriComponentsBuilder.fromRequest(request);
    }
}
