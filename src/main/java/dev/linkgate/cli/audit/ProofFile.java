package dev.linkgate.cli.audit;

import dev.linkgate.transparency.ConsistencyProof;
import dev.linkgate.transparency.InclusionProof;
import dev.linkgate.transparency.TreeHash;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A proof as the gateway answers it, as JSON. Nothing in it is believed yet. */
final class ProofFile {

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
