package dev.linkgate.gateway.feature.checkpoints;

import dev.linkgate.gateway.core.platform.encryption.Seals;
import dev.linkgate.gateway.core.platform.store.ChangedRows;
import dev.linkgate.gateway.core.trail.read.RightDifference;
import dev.linkgate.gateway.core.trail.read.RightsInForce;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.RecordedChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which seals the rows that give rights have by the records of their changes. A row that was removed and put back, or
 * set back to an older state, has a seal that fits, but is not the one on record. Not safe for several threads.
 */
public final class RecordedSeals {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<TreeMap<String, String>> SEALS = new TypeReference<>() {};

    private final SortedMap<String, String> seals;

    /** Each row with a higher number is newer than all that is on record. */
    private long newest;

    private RecordedSeals(SortedMap<String, String> seals) {
        this.seals = seals;
        seals.values().forEach(this::note);
    }

    /** @param text of {@link #text()}, up to which all records were read; absent to begin at the first record */
    public static RecordedSeals after(@Nullable String text) {
        return new RecordedSeals(text == null ? new TreeMap<>() : JSON.readValue(text, SEALS));
    }

    /** What all records so far say. */
    public String text() {
        return JSON.writeValueAsString(seals);
    }

    /** Adds a record, which follows those before. */
    public void add(Entry record) {
        RecordedChange.rows(record.about().change()).forEach(this::add);
    }

    private void add(String place, String seal) {
        if (seal.equals(ChangedRows.GONE)) {
            seals.remove(place);
            seals.subMap(place + "/", place + "0").clear(); // the character behind the slash
        } else if (Seals.number(seal) > Seals.number(seals.get(place))) {
            seals.put(place, seal);
        }
        note(seal);
    }

    private void note(String seal) {
        newest = Math.max(newest, Seals.number(seal));
    }

    /**
     * What is otherwise in force.
     *
     * @param rights read after the last record that was added
     */
    public List<RightDifference> differences(List<? extends RightsInForce> rights) {
        List<RightDifference> differences = new ArrayList<>();
        Map<String, String> inForce = new LinkedHashMap<>();
        for (RightsInForce some : rights) {
            inForce.putAll(some.seals());
        }
        inForce.forEach((place, seal) -> {
            if (Seals.number(seal) <= newest && !seal.equals(seals.get(place))) {
                differences.add(RightDifference.at(place, RightDifference.Reason.NOT_ON_RECORD));
            }
        });
        for (String place : seals.keySet()) {
            if (!inForce.containsKey(place) && rights.stream().noneMatch(some -> some.mayBeMissing(place))) {
                differences.add(RightDifference.at(place, RightDifference.Reason.MISSING));
            }
        }
        return differences;
    }
}
