import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Receives Linkgate's webhooks, and hands on each event once. */
@RestController
public final class LinkgateWebhooks {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final int REMEMBERED = 10_000;

    private final List<SecretKeySpec> keys;
    private final Consumer<String> events;

    /** Ids of events. A service with several processes keeps them in its database. */
    private final Set<String> seen = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));

    /**
     * @param secrets the webhook's secret, or two with a space between while one replaces the other
     * @param events takes each event, as JSON; if it fails, the gateway sends the event again
     */
    public LinkgateWebhooks(String secrets, Consumer<String> events) {
        this.keys = Arrays.stream(secrets.split(" "))
                .map(secret -> Base64.getDecoder().decode(secret.substring("whsec_".length())))
                .map(key -> new SecretKeySpec(key, "HmacSHA256"))
                .toList();
        this.events = events;
    }

    @PostMapping("/linkgate")
    ResponseEntity<Void> receive(
            @RequestHeader("webhook-id") String id,
            @RequestHeader("webhook-timestamp") long sent,
            @RequestHeader("webhook-signature") String signatures,
            @RequestBody byte[] body) {
        if (!isGenuine(id, sent, signatures, body)) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
        }
        if (!seen.contains(id)) { // an event may come more than once
            events.accept(new String(body, StandardCharsets.UTF_8));
            seen.add(id);
        }
        return ResponseEntity.noContent().build();
    }

    /** Whether the gateway has sent this within the last minutes, as https://www.standardwebhooks.com says. */
    private boolean isGenuine(String id, long sent, String signatures, byte[] body) {
        if (Math.abs(Instant.now().getEpochSecond() - sent) > TOLERANCE.toSeconds()) {
            return false;
        }
        return keys.stream()
                .map(key -> ("v1," + Base64.getEncoder().encodeToString(sign(key, id + "." + sent + ".", body)))
                        .getBytes(StandardCharsets.UTF_8))
                .anyMatch(valid -> Arrays.stream(signatures.split(" "))
                        .anyMatch(given -> MessageDigest.isEqual(valid, given.getBytes(StandardCharsets.UTF_8))));
    }

    private static byte[] sign(SecretKeySpec key, String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
