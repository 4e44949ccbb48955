package dev.linkgate.gateway.api.events;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.linkgate.gateway.endpoints.link.WholeLink;
import dev.linkgate.gateway.platform.web.EntityTag;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The events of links: what all streams of a link show is made once and held once, because a link can have very many
 * endpoints.
 */
@Component
final class LinkMessages {

    private final JsonMapper json;

    /** Weak keys are compared by identity: the followers of a link share what was seen of it. */
    private final LoadingCache<WholeLink, EventMessage> messages =
            Caffeine.newBuilder().executor(Runnable::run).weakKeys().build(this::make);

    LinkMessages(JsonMapper json) {
        this.json = json;
    }

    EventMessage of(WholeLink link) {
        return messages.get(link);
    }

    /** The last event, which no other stream shares. */
    EventMessage gone(Object problem) {
        return EventMessage.of(null, "gone", problem, json);
    }

    private EventMessage make(WholeLink link) {
        return EventMessage.of(EntityTag.opaque(link), "link", link, json);
    }
}
