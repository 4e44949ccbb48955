package dev.linkgate.transparency;

import dev.linkgate.kernel.IdentityId;
import dev.linkgate.kernel.LowercaseHex;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A record as it stands in an export, one line of JSON.
 *
 * <p>Only the very bytes that a gateway writes are accepted: all fields in their order, and what was read is the same
 * line when it is written again. So two different lines are never the same record, and a line in which any byte was
 * altered is malformed or has another hash.
 *
 * @param sequence the record's number, from 1
 * @param canonical its hashed fields
 * @param previousHash 64 hex digits
 * @param hash 64 hex digits; whether it is the right one is not checked
 */
public record RecordLine(long sequence, CanonicalForm canonical, String previousHash, String hash) {

    /** The maximum length of a line in bytes, without its end. No record has half as many. */
    public static final int LONGEST = 1 << 18;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Formats times in microseconds. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

    private static final int HASH_LENGTH = 64;

    /**
     * Reads a line.
     *
     * @param from the index of its first byte
     * @param to the index of its line end
     * @throws MalformedLine if no gateway writes such a line
     * @throws UnknownLayout if a newer gateway wrote the line
     */
    public static RecordLine parse(byte[] bytes, int from, int to) throws MalformedLine, UnknownLayout {
        byte[] line = Arrays.copyOfRange(bytes, from, to);
        try {
            JsonNode json = JSON.readTree(line);
            RecordLine record = record(new Fields(json));
            int different = Arrays.mismatch(line, JSON.writeValueAsBytes(json));
            if (different >= 0) {
                throw new MalformedLine("its line is malformed at byte " + (different + 1));
            }
            return record;
        } catch (JacksonException e) {
            throw new MalformedLine("its line is malformed: " + e.getOriginalMessage());
        } catch (NumberFormatException e) { // Jackson's, of an exponent beyond all bounds
            throw new MalformedLine("its line is malformed at the place of a number");
        }
    }

    private static RecordLine record(Fields line) throws MalformedLine, UnknownLayout {
        long sequence = number(line.next("sequence"));
        requireLayout(number(line.next("layout")));
        CanonicalForm form = new CanonicalForm();
        form.number(micros(line.next("time")));
        form.text(text(line.next("phase"))).text(text(line.next("requestId")));
        actor(new Fields(line.next("actor")), form);
        form.text(text(line.next("remoteAddress"))).text(text(line.next("action")));
        JsonNode project = line.next("projectId");
        form.text(textOrNull(project));
        line.texts(form, "linkId", "interfaceEndpointId", "credential");
        line.numbers(form, "credentialVersion");
        line.texts(form, "result");
        line.numbers(form, "status");
        line.texts(form, "code");
        line.numbers(form, "atlasStatus", "attempts", "durationMicros");
        line.texts(form, "attempted");
        line.numbers(form, "count");
        flag(line.next("dryRun"), form);
        line.texts(form, "operationId");
        JsonNode target = line.nextIf("target");
        form.text(target == null ? null : target(new Fields(target), project));
        JsonNode change = line.nextIf("change");
        require(change == null || change.isObject(), "change");
        form.text(change == null ? null : JSON.writeValueAsString(change));
        String previousHash = hash(line.next("previousHash"));
        String hash = hash(line.next("hash"));
        line.end();
        return new RecordLine(sequence, form, previousHash, hash);
    }

    private static void requireLayout(long number) throws MalformedLine, UnknownLayout {
        if (number > CanonicalForm.LAYOUT) {
            throw new UnknownLayout(number);
        }
        require(number == CanonicalForm.LAYOUT, "a layout");
    }

    private static void actor(Fields actor, CanonicalForm form) throws MalformedLine {
        form.text(text(actor.next("kind"))).text(optional(actor, "team"));
        String keyId = optional(actor, "keyId");
        String subject = optional(actor, "subject");
        String holder = optional(actor, "name");
        String issuer = optional(actor, "issuer");
        require(keyId == null || (issuer == null && IdentityId.parse(keyId).isEmpty()), "keyId");
        require(holder == null || issuer != null, "issuer");
        form.text(issuer == null ? keyId : identity(issuer, holder, actor)).text(subject);
        actor.end();
    }

    private static String identity(String issuer, @Nullable String holder, Fields actor) throws MalformedLine {
        IdentityId identity = new IdentityId(issuer, text(actor.next("identity")), optional(actor, "person"), holder);
        require(IdentityId.parse(identity.toString()).equals(Optional.of(identity)), "identity");
        return identity.toString();
    }

    private static @Nullable String optional(Fields fields, String name) throws MalformedLine {
        JsonNode value = fields.nextIf(name);
        return value == null ? null : text(value);
    }

    /** @param project as the record has it, which the target repeats */
    private static String target(Fields target, JsonNode project) throws MalformedLine {
        String kind = text(target.next("kind"));
        require(kind.chars().allMatch(c -> (c >= 'a' && c <= 'z') || c == '-'), "kind");
        String name = text(target.next("name"));
        if (!project.isNull()) {
            require(target.next("project").equals(project), "project");
        }
        target.end();
        return kind + ":" + name;
    }

    private static String text(JsonNode value) throws MalformedLine {
        require(value.isString(), "a text");
        return value.stringValue();
    }

    private static @Nullable String textOrNull(JsonNode value) throws MalformedLine {
        return value.isNull() ? null : text(value);
    }

    private static long number(JsonNode value) throws MalformedLine {
        require(value.isIntegralNumber() && value.canConvertToLong(), "a number of 64 bits");
        return value.longValue();
    }

    private static void flag(JsonNode value, CanonicalForm form) throws MalformedLine {
        require(value.isBoolean() || value.isNull(), "true or false");
        if (value.isNull()) {
            form.absent();
        } else {
            form.number(value.booleanValue() ? 1 : 0);
        }
    }

    private static long micros(JsonNode value) throws MalformedLine {
        String text = text(value);
        try {
            Instant time = TIME.parse(text, Instant::from);
            require(TIME.format(time).equals(text), "a time");
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
        } catch (DateTimeException | ArithmeticException e) {
            throw new MalformedLine("its line is malformed at the place of a time");
        }
    }

    private static String hash(JsonNode value) throws MalformedLine {
        String hash = text(value);
        require(hash.length() == HASH_LENGTH && LowercaseHex.isAllOf(hash, 0), "a hash");
        return hash;
    }

    private static void require(boolean holds, String expected) throws MalformedLine {
        if (!holds) {
            throw new MalformedLine("its line is malformed at the place of " + expected);
        }
    }

    /** The fields of an object, one after the other. */
    private static final class Fields {

        private final Iterator<Map.Entry<String, JsonNode>> rest;
        private Map.@Nullable Entry<String, JsonNode> next;

        Fields(JsonNode object) throws MalformedLine {
            require(object.isObject(), "an object");
            rest = object.properties().iterator();
            advance();
        }

        private void advance() {
            next = rest.hasNext() ? rest.next() : null;
        }

        JsonNode next(String name) throws MalformedLine {
            JsonNode value = nextIf(name);
            require(value != null, name);
            return Objects.requireNonNull(value);
        }

        /** Absent if the next one has another name. */
        @Nullable
        JsonNode nextIf(String name) {
            if (next == null || !next.getKey().equals(name)) {
                return null;
            }
            JsonNode value = next.getValue();
            advance();
            return value;
        }

        void texts(CanonicalForm form, String... names) throws MalformedLine {
            for (String name : names) {
                form.text(textOrNull(next(name)));
            }
        }

        void numbers(CanonicalForm form, String... names) throws MalformedLine {
            for (String name : names) {
                JsonNode value = next(name);
                if (value.isNull()) {
                    form.absent();
                } else {
                    form.number(number(value));
                }
            }
        }

        void end() throws MalformedLine {
            require(next == null, "the end of an object");
        }
    }
}
