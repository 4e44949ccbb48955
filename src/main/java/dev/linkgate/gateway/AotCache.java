package dev.linkgate.gateway;

import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cache of loaded and linked classes that Java was told to start with. */
final class AotCache {

    private static final Logger log = LoggerFactory.getLogger(AotCache.class);

    private static final String OPTION = "-XX:AOTCache=";

    private AotCache() {}

    /** Java starts without a cache that does not fit, and the image silences what it says about that. */
    static void warnIfUnused() {
        if (isUsed()) {
            return;
        }
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith(OPTION))
                .map(argument -> argument.substring(OPTION.length()))
                .forEach(cache -> log.warn(
                        "Started slowly, because the AOT cache {} does not fit this Java, its options or the jars."
                                + " With -Xlog:aot Java says why",
                        cache));
    }

    /** Java names the use of such a cache in its version, as {@code mixed mode, sharing}. */
    private static boolean isUsed() {
        return System.getProperty("java.vm.info", "").contains("sharing");
    }
}
