package dev.linkgate.gateway.core.inbound.edge;

import jakarta.servlet.Filter;
import java.util.List;

/** Filters that a feature brings, as a bean, in their order. */
public record PlacedFilter(Place place, List<Filter> filters) {

    public PlacedFilter(Place place, Filter filter) {
        this(place, List.of(filter));
    }

    /** Where a request passes it. The caller is known or found to be unknown before the first of them. */
    public enum Place {

        /** Whatever answers from here on has its header. */
        HEADERS,

        /** The caller's requests are counted, and the rest is refused before it costs anything. */
        ADMISSION,

        /** What costs more than admission, and less than the request itself. The route is not known yet. */
        BEFORE_ROUTE
    }
}
