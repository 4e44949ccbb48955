package dev.linkgate.transparency;

import java.time.Instant;

/**
 * That the gateway has given up a checkpoint, because an administrator has accepted that the trail is another one now.
 *
 * @param root base64
 * @param time to the microsecond
 */
public record GivenUpCheckpoint(String origin, long size, String root, Instant time) {

    /** What is signed. The first line is no origin, so that nobody takes it for a checkpoint. */
    public String text() {
        return "given up by " + origin + "\n" + size + "\n" + root + "\n" + time + "\n";
    }
}
