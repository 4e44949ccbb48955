package dev.linkgate.gateway.core.platform.store;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a write does to the rows that give rights, for its record: the places of the rows, each with its new seal. */
public final class ChangedRows {

    /** Stands for the seal of a row that was removed, and of all rows that went with it. */
    public static final String GONE = "-";

    private static final ThreadLocal<@Nullable Map<String, String>> ROWS = new ThreadLocal<>();

    private ChangedRows() {}

    /**
     * Does work in this thread.
     *
     * @param rows gets what the work notes
     */
    public static <T extends @Nullable Object> T during(Map<String, String> rows, Supplier<T> work) {
        Map<String, String> outer = ROWS.get();
        ROWS.set(rows);
        try {
            return work.get();
        } finally {
            ROWS.set(outer);
        }
    }

    /** @param seal of the row that is at the place now, or {@link #GONE} */
    public static void note(String place, String seal) {
        Map<String, String> rows = ROWS.get();
        if (rows != null) {
            rows.put(place, seal);
        }
    }
}
