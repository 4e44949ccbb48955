package dev.linkgate.gateway.feature.history;

import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Result;
import java.io.Serial;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The outcome of a write, as far as its record tells it. */
record RecordedWrite(Entry entry) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Why a write cannot be made again: its record was tampered with. */
    static final class NotTold extends Exception {

        @Serial
        private static final long serialVersionUID = 1;
    }

    Instant time() {
        return entry.time();
    }

    boolean isDone() {
        return Result.SUCCEEDED.name().equals(entry.facts().result());
    }

    /** Whether it certainly changed nothing. */
    boolean isWithoutEffect() {
        return entry.facts().hadNoEffect();
    }

    /** The key with which a team asked for it; absent if no team did. */
    @Nullable
    String keyOfTeam() {
        Entry.Who actor = entry.origin().actor();
        return actor.team() == null ? null : actor.keyId();
    }

    String project() throws NotTold {
        return required(entry.subject().projectId());
    }

    /** The name of what it is about. */
    String name(Target.Kind kind) throws NotTold {
        Entry.About.Thing target = entry.about().target();
        return required(target == null || !target.kind().equals(kind.word()) ? null : target.name());
    }

    Values before() {
        return values("before");
    }

    Values after() {
        return values("after");
    }

    private Values values(String side) {
        String change = entry.about().change();
        return new Values(JSON.readTree(change == null ? "{}" : change).path(side));
    }

    private static String required(@Nullable String text) throws NotTold {
        if (text == null) {
            throw new NotTold();
        }
        return text;
    }

    /** One side of the change. */
    record Values(JsonNode node) {

        String text(String name) throws NotTold {
            return required(textOrNull(name));
        }

        @Nullable
        String textOrNull(String name) {
            JsonNode value = node.path(name);
            return value.isString() ? value.stringValue() : null;
        }

        /** To the microsecond, as it is stored. */
        @Nullable
        Instant time(String name) throws NotTold {
            String text = textOrNull(name);
            try {
                return text == null ? null : Instant.parse(text).truncatedTo(ChronoUnit.MICROS);
            } catch (DateTimeException e) {
                throw new NotTold();
            }
        }

        List<String> texts(String name) {
            return node.path(name)
                    .valueStream()
                    .filter(JsonNode::isString)
                    .map(JsonNode::stringValue)
                    .toList();
        }

        boolean flag(String name) {
            return node.path(name).isBoolean() && node.path(name).booleanValue();
        }
    }
}
