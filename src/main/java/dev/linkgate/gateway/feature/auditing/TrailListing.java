package dev.linkgate.gateway.feature.auditing;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.read.Selection;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.feature.auditing.AuditQuery.Count;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Answers an {@link AuditQuery} with a page of the trail, and records that read. */
@Component
class TrailListing {

    /** What a record takes while an answer is made from it. */
    private static final long BYTES_OF_A_RECORD = 1_536;

    private final TrailReader reader;
    private final TrailScans scans;
    private final AuditTrail trail;

    TrailListing(TrailReader reader, TrailScans scans, AuditTrail trail) {
        this.reader = reader;
        this.scans = scans;
        this.trail = trail;
    }

    Listing<AuditRecord> page(RequestContext context, HttpServletRequest request, AuditQuery query) {
        return trail.read(
                context, AuditingWords.AUDIT_READ, query.selection().target(), () -> listing(context, request, query));
    }

    private Listing<AuditRecord> listing(RequestContext context, HttpServletRequest request, AuditQuery query) {
        context.answer().takes(query.limit() * BYTES_OF_A_RECORD);
        TrailScans.Found found = scans.page(context, query);
        TrailReader.Page page = found.page();
        List<Listing.PageLink> links = new ArrayList<>();
        links.add(new Listing.PageLink("self", url(request).build().toUriString()));
        if (page.next() != null) {
            links.add(new Listing.PageLink(
                    "next",
                    url(request).replaceQueryParam("after", page.next()).build().toUriString()));
        }
        return new Listing<>(links, page.records(), count(context, query, found.total()));
    }

    /** Only administrators may have a long selection counted. */
    private @Nullable Long count(RequestContext context, AuditQuery query, @Nullable Long ofFew) {
        Selection selection = query.selection();
        if (query.count() != Count.NEVER && selection.isAll()) {
            return reader.size();
        }
        boolean ofMany = query.count() == Count.ALWAYS
                && ofFew == null
                && context.actor().isAdministrator();
        return ofMany ? (Long) scans.count(context, selection) : ofFew;
    }

    private static ServletUriComponentsBuilder url(HttpServletRequest request) {
        return ServletUriComponentsBuilder.fromRequest(request);
    }
}
