package dev.linkgate.harness.crash;

import dev.linkgate.Cloud;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import java.util.concurrent.atomic.AtomicLong;

/** Ids that nothing else in this process has. */
public final class Names {

    private static final AtomicLong LAST = new AtomicLong(0xA000);

    private Names() {}

    public static ProjectId project() {
        return new ProjectId(hex(24));
    }

    public static LinkId link() {
        return new LinkId(hex(24));
    }

    /** An AWS endpoint to which nothing special happens. */
    public static String endpoint() {
        return endpoint(Cloud.AWS);
    }

    /** An endpoint to which nothing special happens. */
    static String endpoint(Cloud cloud) {
        return cloud.endpoint(hex(16));
    }

    /** An endpoint whose first additions end {@code REJECTED}. */
    static String declined(Cloud cloud, int times) {
        String magic = MagicEndpoint.DECLINED.onAdding(times);
        return cloud.magicEndpoint(hex(8), magic.substring(magic.length() - 5));
    }

    /** A request's id, which is also the id of its trace. */
    public static String request() {
        return hex(32);
    }

    private static String hex(int digits) {
        return ("%0" + digits + "x").formatted(LAST.incrementAndGet());
    }
}
