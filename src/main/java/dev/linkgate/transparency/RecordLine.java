package dev.linkgate.transparency;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * A record as it stands in an export, one line of JSON.
 *
 * <p>Only the very bytes that a gateway writes are accepted: all fields in their order, no white space, each character,
 * number and time in its one form. So two different lines are never the same record, and a line in which any byte was
 * altered is malformed or has another hash.
 *
 * @param sequence the record's number, from 1
 * @param canonical its hashed fields
 * @param previousHash 64 hex digits
 * @param hash 64 hex digits; whether it is the right one is not checked
 */
public record RecordLine(long sequence, CanonicalForm canonical, String previousHash, String hash) {

    /** In bytes, without its end. No record has half as many. */
    public static final int LONGEST = 1 << 18;

    private interface Value {
        void copy(LineScanner line, CanonicalForm form) throws MalformedLine;
    }

    private static final class Field {

        final byte[] name;
        final Value value;

        Field(String name, Value value) {
            this.name = LineScanner.name(',', name);
            this.value = value;
        }
    }

    private static final Field PROJECT = new Field("projectId", LineScanner::textOrNull);

    private static final byte[] SEQUENCE = LineScanner.name('{', "sequence");
    private static final byte[] LAYOUT = LineScanner.name(',', "layout");
    private static final List<Field> FIELDS = List.of(
            new Field("time", LineScanner::time),
            new Field("phase", LineScanner::text),
            new Field("requestId", LineScanner::text),
            new Field("actor", RecordLine::actor),
            new Field("remoteAddress", LineScanner::text),
            new Field("action", LineScanner::text),
            PROJECT,
            new Field("linkId", LineScanner::textOrNull),
            new Field("interfaceEndpointId", LineScanner::textOrNull),
            new Field("credential", LineScanner::textOrNull),
            new Field("credentialVersion", LineScanner::numberOrNull),
            new Field("result", LineScanner::textOrNull),
            new Field("status", LineScanner::numberOrNull),
            new Field("code", LineScanner::textOrNull),
            new Field("atlasStatus", LineScanner::numberOrNull),
            new Field("attempts", LineScanner::numberOrNull),
            new Field("durationMicros", LineScanner::numberOrNull),
            new Field("attempted", LineScanner::textOrNull),
            new Field("count", LineScanner::numberOrNull),
            new Field("dryRun", LineScanner::flagOrNull),
            new Field("operationId", LineScanner::textOrNull));
    private static final byte[] TARGET = LineScanner.name(',', "target");
    private static final byte[] NAME = LineScanner.name(',', "name");
    private static final byte[] PROJECT_OF_TARGET = LineScanner.name(',', "project");
    private static final byte[] CHANGE = LineScanner.name(',', "change");
    private static final byte[] PREVIOUS_HASH = LineScanner.name(',', "previousHash");
    private static final byte[] HASH = LineScanner.name(',', "hash");

    private static final byte[] KIND = LineScanner.name('{', "kind");
    private static final List<Field> PARTS_OF_ACTOR = List.of(
            new Field("team", LineScanner::text),
            new Field("keyId", LineScanner::text),
            new Field("subject", LineScanner::text));

    /**
     * Reads a line.
     *
     * @param from the index of its first byte
     * @param to the index of its line end
     * @throws MalformedLine if no gateway writes such a line
     * @throws UnknownLayout if a newer gateway wrote the line
     */
    public static RecordLine parse(byte[] bytes, int from, int to) throws MalformedLine, UnknownLayout {
        LineScanner line = new LineScanner(bytes, from, to);
        line.skip(SEQUENCE);
        long sequence = line.number();
        int layout = CanonicalForm.FIRST_LAYOUT;
        if (line.skipIfThere(LAYOUT)) {
            layout = layout(line);
        }
        CanonicalForm form = new CanonicalForm(layout);
        byte[] project = LineScanner.NULL;
        for (Field field : FIELDS) {
            line.skip(field.name);
            int start = line.position();
            field.value.copy(line, form);
            if (field == PROJECT && layout == CanonicalForm.LAYOUT) {
                project = line.since(start);
            }
        }
        if (layout == CanonicalForm.LAYOUT) {
            if (line.skipIfThere(TARGET)) {
                target(line, project, form);
            } else {
                form.absent();
            }
            if (line.skipIfThere(CHANGE)) {
                line.object(form);
            } else {
                form.absent();
            }
        }
        line.skip(PREVIOUS_HASH);
        String previousHash = line.hash();
        line.skip(HASH);
        String hash = line.hash();
        line.skip('}');
        line.end();
        return new RecordLine(sequence, form, previousHash, hash);
    }

    private static int layout(LineScanner line) throws MalformedLine, UnknownLayout {
        long layout = line.number();
        if (layout > CanonicalForm.LAYOUT) {
            throw new UnknownLayout(layout);
        }
        if (layout < CanonicalForm.LAYOUT) {
            throw new MalformedLine("a record of layout " + layout + " does not name its layout");
        }
        return CanonicalForm.LAYOUT;
    }

    /** @param project as the record has it, which the target repeats */
    private static void target(LineScanner line, byte[] project, CanonicalForm form) throws MalformedLine {
        line.skip(KIND);
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        target.writeBytes(line.word());
        target.write(':');
        line.skip(NAME);
        target.writeBytes(line.text());
        if (!Arrays.equals(project, LineScanner.NULL)) {
            line.skip(PROJECT_OF_TARGET);
            line.skip(project);
        }
        line.skip('}');
        form.text(target.toByteArray(), 0, target.size());
    }

    private static void actor(LineScanner line, CanonicalForm form) throws MalformedLine {
        line.skip(KIND);
        line.text(form);
        for (Field part : PARTS_OF_ACTOR) {
            if (line.skipIfThere(part.name)) {
                part.value.copy(line, form);
            } else {
                form.absent();
            }
        }
        line.skip('}');
    }
}
