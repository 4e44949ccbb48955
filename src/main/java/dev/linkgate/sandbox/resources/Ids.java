package dev.linkgate.sandbox.resources;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids in Atlas's form. */
final class Ids {

    private Ids() {}

    /** A stable id of what has this name. */
    static String of(String name) {
        String digits =
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
        return digits.replace("-", "").substring(0, 24);
    }
}
