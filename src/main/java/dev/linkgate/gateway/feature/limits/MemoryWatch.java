package dev.linkgate.gateway.feature.limits;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * Watches the used part of the heap. The fuller the heap, the fewer requests are admitted: first none of unknown
 * callers, then none that only wait, then only the administrator's.
 *
 * <p>A collection of the young generation leaves garbage in the old one. If it leaves much, the whole heap is collected
 * before a request is refused; if memory is short indeed, the JVM does so by itself.
 */
final class MemoryWatch {

    private static final double NO_UNKNOWN_CALLERS = 0.80;
    private static final double NO_WAITS = 0.86;
    private static final double ADMINISTRATOR_ONLY = 0.92;

    private static final Set<String> HEAP_POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toUnmodifiableSet());

    /** The collector's actions that leave garbage in the old generation. */
    private static final Set<String> PARTIAL = Set.of("end of minor GC", "end of concurrent GC pause");

    private volatile double inUse;
    private volatile boolean isDoubtful;

    /** Starts listening to this JVM's collectors. */
    MemoryWatch start() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener((notification, handback) -> collected(notification), null, null);
            }
        }
        return this;
    }

    private void collected(Notification notification) {
        if (!notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            return;
        }
        GarbageCollectionNotificationInfo collection =
                GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
        long left = collection.getGcInfo().getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> HEAP_POOLS.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
        double part = (double) left / Runtime.getRuntime().maxMemory();
        if (PARTIAL.contains(collection.getGcAction())) {
            estimated(part);
        } else {
            measured(part);
        }
    }

    /** @param part of the heap that a collection of the whole of it left in use, 0 to 1 */
    void measured(double part) {
        inUse = part;
        isDoubtful = false;
    }

    /** @param part of the heap that is in use at most, 0 to 1 */
    void estimated(double part) {
        if (part < NO_UNKNOWN_CALLERS) {
            measured(part);
        } else {
            isDoubtful = true;
        }
    }

    /** 0 to 1. */
    double inUse() {
        return inUse;
    }

    boolean hasRoomForUnknownCallers() {
        return inUse < NO_UNKNOWN_CALLERS;
    }

    boolean hasRoomForWaits() {
        return inUse < NO_WAITS;
    }

    boolean hasRoom() {
        return inUse < ADMINISTRATOR_ONLY;
    }

    /**
     * Collects the whole heap if it may be nearly full, and while requests are refused, because with few requests no
     * collection may happen.
     */
    void remeasure() {
        if (isDoubtful || !hasRoomForUnknownCallers()) {
            System.gc();
        }
    }
}
