package dev.linkgate.gateway;

import dev.linkgate.gateway.feature.masterkeys.Reseal;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;

/**
 * {@code java -jar linkgate.jar reseal [--yes | --dry-run]}: begins a start with the gateway's own settings, in which {@link Reseal}
 * does its work, and which ends there.
 */
public final class ResealCommand {

    /** The first argument. */
    public static final String NAME = "reseal";

    /** The options, each with what it sets. */
    private static final Map<String, String> MODES = Map.of("--yes", Reseal.YES, "--dry-run", Reseal.DRY_RUN);

    private ResealCommand() {}

    /** @param args behind the first one settings may follow, as for a start */
    public static void main(String[] args) {
        String mode = Arrays.stream(args)
                .flatMap(argument -> Stream.ofNullable(MODES.get(argument)))
                .findFirst()
                .orElse(Reseal.ASK);
        Stream<String> settings = Arrays.stream(args).skip(1).filter(argument -> !MODES.containsKey(argument));
        Stream<String> own = Stream.of(
                "--" + Reseal.PROPERTY + "=" + mode, "--logging.level.root=warn", "--spring.main.banner-mode=off");
        try {
            SpringApplication.run(
                    LinkgateApplication.class, Stream.concat(settings, own).toArray(String[]::new));
        } catch (SpringApplication.AbandonedRunException done) {
            // It has said what it did.
        }
    }
}
