package dev.linkgate.cli.audit;

import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.ConsistencyProof;
import dev.linkgate.transparency.InclusionProof;
import dev.linkgate.transparency.TreeHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks a proof against the signed checkpoints in it and those that are held. */
public final class ProofCheck {

    private record Signed(String place, Checkpoint checkpoint) {}

    private final VerifierKeys keys;
    private final Map<Long, Signed> bySize = new HashMap<>();

    private ProofCheck(VerifierKeys keys) {
        this.keys = keys;
    }

    /**
     * Checks a proof.
     *
     * @param file with the proof
     * @param held files with checkpoints, each of a size that the proof is of
     * @param receipt of the record that the proof must be of
     * @return what is proven, for people
     */
    public static String check(
            String file, VerifierKeys keys, List<Path> held, @Nullable ReceiptHeader receipt, Inputs inputs)
            throws Broken, Unreadable {
        ProofCheck check = new ProofCheck(keys);
        for (Path place : held) {
            check.add(place.toString(), inputs.read(place.toString()));
        }
        ProofFile proof = ProofFile.read(file, inputs);
        if (proof.isOfInclusion()) {
            return check.inclusion(proof, receipt);
        }
        if (receipt != null) {
            throw new Unreadable("A receipt needs a proof of inclusion, and " + file + " is one of consistency.");
        }
        return check.consistency(proof);
    }

    private String inclusion(ProofFile file, @Nullable ReceiptHeader receipt) throws Broken, Unreadable {
        InclusionProof proof = file.inclusion();
        long sequence = proof.index() + 1;
        add(file, "checkpoint");
        Checkpoint signed = signed(proof.size());
        onlyOf(proof.size(), proof.size());
        if (!proof.matches(signed.root())) {
            throw new Broken("broken: the proof does not lead from record " + sequence
                    + " to the root of the checkpoint of " + proof.size() + " records");
        }
        if (receipt != null) {
            TreeHash leaf = TreeHash.leaf(HexFormat.of().parseHex(receipt.hash()));
            if (receipt.sequence() != sequence || !leaf.equals(proof.leaf())) {
                throw new Broken("broken: the proof is of a record " + sequence + " that is not the receipt's");
            }
        }
        return "record " + sequence + " of the " + proof.size() + " that " + signed.origin() + " has signed: valid";
    }

    private String consistency(ProofFile file) throws Broken, Unreadable {
        ConsistencyProof proof = file.consistency();
        add(file, "fromCheckpoint");
        add(file, "toCheckpoint");
        Checkpoint from = signed(proof.from());
        Checkpoint to = signed(proof.to());
        onlyOf(proof.from(), proof.to());
        if (!from.origin().equals(to.origin()) || !proof.matches(from.root(), to.root())) {
            throw new Broken("broken: the " + proof.from() + " records of the one checkpoint are not the first of the "
                    + proof.to() + " of the other");
        }
        return "the " + proof.from() + " records are the first of the " + proof.to() + " that " + to.origin()
                + " has signed: valid";
    }

    private void add(ProofFile proof, String field) throws Broken {
        String note = proof.note(field);
        if (note != null) {
            add(field, note.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void add(String place, byte[] note) throws Broken {
        Checkpoint checkpoint = keys.checkpoint(place, note);
        Signed before = bySize.put(checkpoint.size(), new Signed(place, checkpoint));
        if (before != null && !before.checkpoint.equals(checkpoint)) {
            throw new Broken("broken: the checkpoints " + before.place + " and " + place
                    + " are of the same size and have different roots");
        }
    }

    private Checkpoint signed(long size) throws Unreadable {
        Signed signed = bySize.get(size);
        if (signed == null) {
            throw new Unreadable("The proof needs the checkpoint of " + size + " records: name it with --checkpoint.");
        }
        return signed.checkpoint;
    }

    /** A held checkpoint of another size would seem to be checked, and is not. */
    private void onlyOf(long size, long otherSize) throws Unreadable {
        for (Signed each : bySize.values()) {
            if (each.checkpoint.size() != size && each.checkpoint.size() != otherSize) {
                throw new Unreadable("The checkpoint " + each.place + " is of " + each.checkpoint.size()
                        + " records, and the proof is not: get one of consistency between both.");
            }
        }
    }

    /** A proof as the gateway answers it, as JSON. Nothing in it is believed yet. */
    static final class ProofFile {

        private static final Set<String> INCLUSION = Set.of("sequence", "size", "leafHash", "path", "checkpoint");
        private static final Set<String> CONSISTENCY = Set.of("from", "to", "path", "fromCheckpoint", "toCheckpoint");

        private static final JsonMapper JSON = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();

        private final String name;
        private final JsonNode json;

        private ProofFile(String name, JsonNode json) {
            this.name = name;
            this.json = json;
        }

        static ProofFile read(String name, Inputs inputs) throws Broken, Unreadable {
            byte[] bytes = inputs.read(name);
            try {
                ProofFile proof = new ProofFile(name, JSON.readTree(bytes));
                Set<String> known = proof.isOfInclusion() ? INCLUSION : CONSISTENCY;
                for (String field : proof.json.propertyNames()) {
                    if (!known.contains(field)) {
                        throw proof.malformed("a proof has no such field: " + field);
                    }
                }
                return proof;
            } catch (JacksonException e) {
                throw new Broken("broken: " + name + " is no proof: it is not JSON");
            }
        }

        /** Whether it is of one record in a tree, and not of two sizes of a tree. */
        boolean isOfInclusion() {
            return json.has("sequence");
        }

        InclusionProof inclusion() throws Broken {
            long sequence = number("sequence");
            if (sequence < 1) {
                throw malformed("sequence is less than 1");
            }
            try {
                return new InclusionProof(sequence - 1, number("size"), TreeHash.ofBase64(text("leafHash")), path());
            } catch (IllegalArgumentException e) {
                throw malformed(String.valueOf(e.getMessage()));
            }
        }

        ConsistencyProof consistency() throws Broken {
            try {
                return new ConsistencyProof(number("from"), number("to"), path());
            } catch (IllegalArgumentException e) {
                throw malformed(String.valueOf(e.getMessage()));
            }
        }

        /** A signed note, if the field is there. */
        @Nullable
        String note(String field) throws Broken {
            return json.has(field) ? text(field) : null;
        }

        private List<TreeHash> path() throws Broken {
            JsonNode path = json.path("path");
            if (!path.isArray() || !path.valueStream().allMatch(JsonNode::isString)) {
                throw malformed("path is not a list of texts");
            }
            return path.valueStream()
                    .map(hash -> TreeHash.ofBase64(hash.stringValue()))
                    .toList();
        }

        private long number(String field) throws Broken {
            JsonNode value = json.path(field);
            if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                throw malformed(field + " is not a whole number");
            }
            return value.longValue();
        }

        private String text(String field) throws Broken {
            JsonNode value = json.path(field);
            if (!value.isString()) {
                throw malformed(field + " is not a text");
            }
            return value.stringValue();
        }

        private Broken malformed(String reason) {
            return new Broken("broken: " + name + " is no proof: " + reason);
        }
    }
}
