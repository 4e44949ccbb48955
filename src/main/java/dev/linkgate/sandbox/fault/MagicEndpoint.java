package dev.linkgate.sandbox.fault;

import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.ApiError;
import dev.linkgate.sandbox.http.Reply;
import dev.linkgate.sandbox.state.Fate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Endpoint ids that trigger faults.
 *
 * <p>An AWS id is magic if it is {@code vpce-0000}, any eight hex digits, and five more that name the fault:
 * <pre>
 *   vpce-000000000000 e 0 429
 *                     | | +--- fault: one of the codes below
 *                     | +----- how often: 0 always; 1 to 9 that many times, after which requests succeed
 *                     +------- on which request: e adding, c reading, d removing the endpoint
 * </pre>
 * So {@code vpce-000000000000e0429} is never added because of 429, {@code vpce-000000000000e2503} is added at the third
 * attempt, and {@code vpce-000000000000d1aff} is added normally and its first removal is ambiguous. The resource id of
 * an Azure endpoint and the name of a GCP endpoint group or forwarding rule are magic if they end in a dash and such
 * five digits: {@code …/privateEndpoints/orders-e0429}, {@code orders-e0429}.
 *
 * <p>{@code dec}, {@code 404} and {@code bed} decide the final state of an endpoint, so they go with {@code e} only.
 */
public enum MagicEndpoint {
    DECLINED("dec", Fate.REJECTED, "It is added, and ends REJECTED with an error message."),
    UNKNOWN("404", Fate.UNKNOWN, "It is added, and ends REJECTED, because the cloud does not know it."),
    ASLEEP("bed", Fate.PENDING, "It is added, and stays PENDING."),
    USER_UNAUTHORIZED(
            "401",
            Fault.error(401, "USER_UNAUTHORIZED", "Current user is not authorized to perform this action."),
            "401 USER_UNAUTHORIZED: the key is right, but lacks the role."),
    PAYMENT_REQUIRED(
            "402",
            Fault.error(402, "NO_PAYMENT_INFORMATION_FOUND", "No payment information was found for the group."),
            "402 NO_PAYMENT_INFORMATION_FOUND."),
    ACCESS_LIST(
            "403",
            Fault.error(
                    403,
                    "IP_ADDRESS_NOT_ON_ACCESS_LIST",
                    "IP address 127.0.0.1 is not allowed to access this resource.",
                    "127.0.0.1"),
            "403 IP_ADDRESS_NOT_ON_ACCESS_LIST."),
    POLICY(
            "f03",
            Fault.error(
                    403,
                    "RESOURCE_POLICY_VIOLATED",
                    "The request violates a resource policy of the organization: project.privateEndpoint.modify."),
            "403 RESOURCE_POLICY_VIOLATED: a policy of the organization forbids it."),
    MAINTENANCE(
            "405",
            Fault.error(
                    405,
                    "WRITES_NOT_ALLOWED_DURING_APP_UPGRADES",
                    "Create, update, and delete API endpoints are disabled while the system is being upgraded."),
            "405 WRITES_NOT_ALLOWED_DURING_APP_UPGRADES, which passes."),
    CONFLICT(
            "409",
            Fault.error(409, "SIMULATED_CONFLICT", "The project is in a state that does not allow this."),
            "409 with an unknown error code."),
    RATE_LIMITED("429", Fault.rateLimited(Duration.ofSeconds(1)), "429 RATE_LIMITED_TOKEN_BUCKET with Retry-After: 1."),
    UNEXPECTED_ERROR(
            "500", Fault.error(500, "UNEXPECTED_ERROR", "Unexpected error."), "500 UNEXPECTED_ERROR, nothing done."),
    BAD_GATEWAY(
            "502",
            Fault.answer(
                    502,
                    Map.of("Content-Type", "text/html"),
                    "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"),
            "502 with a page of HTML, as from a proxy, nothing done."),
    UNAVAILABLE("503", unavailable(), "503 SERVICE_UNAVAILABLE with Retry-After: 1, nothing done."),
    OFF("0ff", Fault.reset(), "The connection is reset, nothing done."),
    DEAD("dea", Fault.hang(), "No answer comes, nothing done."),
    DEAD_AFTER("ada", Fault.hang().afterApplying(), "It is done, but no answer comes."),
    RESET_AFTER("aff", Fault.reset().afterApplying(), "It is done, then the connection is reset."),
    ERROR_AFTER(
            "a50",
            Fault.error(500, "UNEXPECTED_ERROR", "Unexpected error.").afterApplying(),
            "It is done, then 500 UNEXPECTED_ERROR."),
    CUT_AFTER("cff", Fault.cutShort(), "It is done, then the connection is closed in the middle of the answer."),
    BROKEN_JSON(
            "bad",
            Fault.answer(200, Map.of("Content-Type", "application/json"), "{\"errorMessage\":\"The ")
                    .afterApplying(),
            "It is done, then 200 with truncated JSON."),
    ENDLESS(
            "eee",
            Fault.endlessBody(Duration.ZERO).afterApplying(),
            "It is done, then 200 with a body that does not end.");

    private static final String GCP_START = "orders-";
    private static final String AZURE_START = "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/"
            + "sandbox/providers/Microsoft.Network/privateEndpoints/orders-";

    private final String code;
    private final Fate fate;

    @SuppressWarnings("ImmutableEnumChecker") // records over copied maps; only the checker cannot see it
    private final @Nullable Fault fault;

    private final String effect;

    MagicEndpoint(String code, Fate fate, String effect) {
        this.code = code;
        this.fate = fate;
        this.fault = null;
        this.effect = effect;
    }

    MagicEndpoint(String code, Fault fault, String effect) {
        this.code = code;
        this.fate = Fate.AVAILABLE;
        this.fault = fault;
        this.effect = effect;
    }

    private static Fault unavailable() {
        Reply reply = Reply.of(new ApiError(503, "SERVICE_UNAVAILABLE", "The service is unavailable.", List.of()))
                .with(Map.of("Retry-After", "1"));
        return Fault.answer(503, reply.headers(), reply.body());
    }

    /** The last three hex digits of the id. */
    public String code() {
        return code;
    }

    /** The effect, for the documentation. */
    public String effect() {
        return effect;
    }

    /**
     * An AWS id whose first additions are affected.
     *
     * @param times 1 to 9, or 0 for always
     */
    public String onAdding(int times) {
        return onAdding(Provider.AWS, times);
    }

    /**
     * An AWS id whose first reads are affected.
     *
     * @param times 1 to 9, or 0 for always
     */
    public String onReading(int times) {
        return onReading(Provider.AWS, times);
    }

    /**
     * An AWS id whose first removals are affected.
     *
     * @param times 1 to 9, or 0 for always
     */
    public String onRemoving(int times) {
        return onRemoving(Provider.AWS, times);
    }

    /**
     * An id of this provider whose first additions are affected.
     *
     * @param times 1 to 9, or 0 for always
     */
    public String onAdding(Provider provider, int times) {
        return id(provider, 'e', times);
    }

    /**
     * An id of this provider whose first reads are affected.
     *
     * @param times 1 to 9, or 0 for always
     */
    public String onReading(Provider provider, int times) {
        return id(provider, 'c', times);
    }

    /**
     * An id of this provider whose first removals are affected.
     *
     * @param times 1 to 9, or 0 for always
     */
    public String onRemoving(Provider provider, int times) {
        return id(provider, 'd', times);
    }

    private String id(Provider provider, char request, int times) {
        if (times < 0 || times > 9) {
            throw new IllegalArgumentException("0 for always, or 1 to 9 times");
        }
        String start = switch (provider) {
            case AWS -> "vpce-000000000000";
            case AZURE -> AZURE_START;
            case GCP -> GCP_START;
        };
        return start + request + times + code;
    }

    public Fate fate() {
        return fate;
    }

    @Nullable
    public Fault fault() {
        return fault;
    }

    static Optional<MagicEndpoint> of(String code) {
        return Arrays.stream(values()).filter(magic -> magic.code.equals(code)).findFirst();
    }
}
