package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.HashChain;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.transparency.CanonicalForm;
import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.Frontier;
import dev.linkgate.transparency.GivenUpCheckpoint;
import dev.linkgate.transparency.NoteSigner;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A trail without a database: its export as a gateway writes it, and its checkpoints. */
public final class TestExport {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** One of each kind, with all that is seldom in a record. */
    private static final List<Entry> KINDS = List.of(
            new Entry(
                    Instant.parse("2026-11-24T13:24:00.123456Z"),
                    "INTENT",
                    new Entry.Origin(
                            "req-1",
                            new Entry.Who("jwt", "payments", "k1", "ci@payments é€😀 \"\\"),
                            "2001:db8:0:0:0:0:0:7"),
                    "endpoint.add",
                    new Entry.Subject("5c3a1f1f1f1f1f1f1f1f1f1f", "5df264b8f10fab7d2cad2f0d", "vpce-0b9c5701325cb15dd"),
                    Entry.Facts.NONE.using("default", 3L),
                    Entry.Details.USUAL,
                    Entry.About.NOTHING),
            new Entry(
                    Instant.parse("2026-11-24T13:24:00.171456Z"),
                    "OUTCOME",
                    new Entry.Origin("req-1", new Entry.Who("team", "payments", "k1", null), "192.0.2.7"),
                    "endpoint.add",
                    new Entry.Subject("5c3a1f1f1f1f1f1f1f1f1f1f", "5df264b8f10fab7d2cad2f0d", "vpce-0b9c5701325cb15dd"),
                    new Entry.Facts("default", 3L, "FAILED", 502L, "outcome-unknown", 500L, 2L, Long.MAX_VALUE),
                    new Entry.Details(null, 1L, false, "op_00112233445566778899aabbccddeeff"),
                    Entry.About.NOTHING),
            new Entry(
                    Instant.parse("2026-11-24T13:25:00Z"),
                    "EVENT",
                    new Entry.Origin("req-2", new Entry.Who("anonymous", null, null, null), "192.0.2.0/24"),
                    "request.refused",
                    new Entry.Subject(null, null, "no id"),
                    Entry.Facts.NONE
                            .ended("REFUSED", 401L, "unauthenticated")
                            .sent(0L, null)
                            .taking(97L),
                    Entry.Details.USUAL.attempting("GET /projects/{projectId}").counting(17),
                    Entry.About.NOTHING),
            new Entry(
                    Instant.parse("2026-11-24T13:26:00.000001Z"),
                    "EVENT",
                    new Entry.Origin("", new Entry.Who("admin", null, null, "ada"), "192.0.2.8"),
                    "project.put",
                    new Entry.Subject("5c3a1f1f1f1f1f1f1f1f1f1f", null, null),
                    Entry.Facts.NONE
                            .ended("SUCCEEDED", 200L, null)
                            .sent(0L, null)
                            .taking(0L),
                    Entry.Details.USUAL.ofDryRun(),
                    new Entry.About(
                            new Entry.About.Thing("project", "5c3a1f1f1f1f1f1f1f1f1f1f", "5c3a1f1f1f1f1f1f1f1f1f1f"),
                            "{\"after\":{\"name\":\"é€😀 \\\"\\\\\"}}")));

    private final Frontier tree = new Frontier();
    private String hash = CanonicalForm.GENESIS;

    /** So many records of all kinds, a line each. */
    public List<byte[]> add(int records) {
        List<byte[]> lines = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            lines.add(add(KINDS.get(i % KINDS.size())));
        }
        return lines;
    }

    /** The lines as one file. */
    public static byte[] joined(List<byte[]> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        lines.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    /** A record that the gateway did not write. */
    public byte[] addForged() {
        return add(KINDS.getFirst().endedBy(Instant.EPOCH, Outcome.succeeded(201)));
    }

    /** The record that asks for giving a checkpoint up. */
    public byte[] addRequestOfAcceptance(long size) {
        return add(new Entry(
                Instant.EPOCH,
                "INTENT",
                new Entry.Origin("req-3", new Entry.Who("admin", null, null, "ada"), "192.0.2.8"),
                "audit.accept-rollback",
                new Entry.Subject(null, null, null),
                Entry.Facts.NONE,
                Entry.Details.USUAL,
                new Entry.About(new Entry.About.Thing("checkpoint", String.valueOf(size), null), null)));
    }

    /** The record that a checkpoint was given up, as {@code POST /admin/audit/rollback-acceptance} makes it. */
    public byte[] addAcceptance(GivenUpCheckpoint givenUp, NoteSigner signer) {
        String note = signer.sign(givenUp.text()).toString();
        String change =
                ("{\"before\":{\"root\":\"%s\"},\"after\":{\"givenUpBy\":\"%s\",\"givenUpAt\":\"%s\",\"keptSize\":%d,"
                                + "\"keptRoot\":\"%s\",\"lostSince\":\"%s\",\"signature\":\"%s\"}}")
                        .formatted(
                                givenUp.root(),
                                givenUp.origin(),
                                givenUp.time(),
                                givenUp.keptSize(),
                                givenUp.keptRoot(),
                                givenUp.lostSince(),
                                note.substring(note.lastIndexOf(' ') + 1).strip());
        return add(new Entry(
                Instant.EPOCH,
                "OUTCOME",
                new Entry.Origin("req-3", new Entry.Who("admin", null, null, "ada"), "192.0.2.8"),
                "audit.accept-rollback",
                new Entry.Subject(null, null, null),
                Entry.Facts.NONE.ended("SUCCEEDED", 200L, null).sent(0L, null).taking(0L),
                Entry.Details.USUAL,
                new Entry.About(new Entry.About.Thing("checkpoint", String.valueOf(givenUp.size()), null), change)));
    }

    /** When a checkpoint of these trails is given up. */
    public static final Instant GIVEN_UP_AT = Instant.parse("2026-11-25T08:00:00.000001Z");

    /** That the checkpoint of all records so far was given up, for another trail as it is now. */
    public GivenUpCheckpoint givenUp(NoteSigner signer, TestExport kept) {
        return new GivenUpCheckpoint(
                signer.key().name(),
                tree.size(),
                tree.root().base64(),
                GIVEN_UP_AT,
                kept.tree.size(),
                kept.tree.root().base64(),
                Instant.parse("2026-11-25T07:00:00Z"));
    }

    private byte[] add(Entry entry) {
        long sequence = tree.size() + 1;
        byte[] next = HashChain.canonical(entry).hash(sequence, hash);
        AuditRecord record =
                new AuditRecord(sequence, entry, hash, HexFormat.of().formatHex(next));
        tree.append(next);
        hash = record.hash();
        return (JSON.writeValueAsString(record) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The receipt of the last record. */
    public String receipt() {
        return tree.size() + ":" + hash;
    }

    /** The checkpoint of all records so far. */
    public String checkpoint(NoteSigner signer) {
        return checkpoint(signer, null);
    }

    /** @param givenUpAt when a checkpoint before it was given up; absent if none was */
    public String checkpoint(NoteSigner signer, @Nullable Instant givenUpAt) {
        return signer.sign(new Checkpoint(
                                signer.key().name(),
                                tree.size(),
                                tree.root(),
                                tree.size() == 0 ? null : hash,
                                givenUpAt)
                        .text())
                .toString();
    }

    /**
     * Writes {@code trail.ndjson}, ten checkpoints and their {@code key} for measurements. The records are those of
     * {@link TrailEntries}.
     *
     * <p>Arguments: the number of records, and a directory.
     */
    public static void main(String[] args) throws IOException {
        long records = Long.parseLong(args[0]);
        Path directory = Files.createDirectories(Path.of(args[1]));
        NoteSigner signer = NoteSigner.generate("linkgate/measured");
        Files.writeString(directory.resolve("key"), signer.key() + "\n");
        TestExport export = new TestExport();
        TrailEntries entries = new TrailEntries(0);
        try (OutputStream lines =
                new BufferedOutputStream(Files.newOutputStream(directory.resolve("trail.ndjson")), 1 << 16)) {
            for (long n = 1; n <= records; n++) {
                lines.write(export.add(entries.next()));
                if (n % Math.max(records / 10, 1) == 0) {
                    Files.writeString(directory.resolve("%020d.checkpoint".formatted(n)), export.checkpoint(signer));
                }
            }
        }
    }
}
