package dev.linkgate.gateway.inbound.idempotency;

import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table of claims. Each change is one statement with a condition on the row's current state, so it needs no
 * transaction, and of several concurrent changes only one succeeds.
 */
@Repository
class ClaimStore {

    private final JdbcClient jdbc;

    ClaimStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Adds a claim, which goes with the team or the named administrator it belongs to.
     *
     * @return false if a claim with this id exists
     * @throws org.springframework.dao.DataAccessException also if the caller was removed in the meantime
     */
    boolean insert(Claim claim, Actor caller) {
        return jdbc.sql("INSERT INTO idempotency_claim"
                                + " (id, fingerprint, owner, lease_until, expires_at, team, administrator)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING")
                        .param(claim.request().id())
                        .param(claim.request().fingerprint())
                        .param(claim.owner())
                        .param(Micros.of(claim.leaseUntil()))
                        .param(Micros.of(claim.expiresAt()))
                        .param(caller.isAdministrator() ? null : caller.team())
                        .param(caller.isNamedAdministrator() ? caller.subject() : null)
                        .update()
                > 0;
    }

    /** Whether a caller's claims cannot be stored, because its team is not registered. */
    boolean lacksTeam(Actor caller) {
        return !caller.isAdministrator()
                && jdbc.sql("SELECT count(*) FROM team WHERE name = ?")
                                .param(caller.team())
                                .query(Long.class)
                                .single()
                        == 0;
    }

    Optional<Claim> find(String id) {
        return jdbc.sql(
                        "SELECT id, fingerprint, owner, lease_until, expires_at, intent, action, interface_endpoint_id, status,"
                                + " problem, headers, body FROM idempotency_claim WHERE id = ?")
                .param(id)
                .query(ClaimStore::claim)
                .optional();
    }

    /**
     * Notes the intent of a try's write, unless an earlier try had one.
     *
     * @return false if another try owns it by now
     */
    boolean begin(String id, String owner, long intent) {
        return jdbc.sql("UPDATE idempotency_claim SET intent = COALESCE(intent, ?) WHERE id = ? AND owner = ?")
                        .params(intent, id, owner)
                        .update()
                > 0;
    }

    /** @return false if the claim has changed since it was read */
    boolean takeOver(Claim seen, String owner, Instant leaseUntil) {
        return jdbc.sql("UPDATE idempotency_claim SET owner = ?, lease_until = ?"
                                + " WHERE id = ? AND owner = ? AND lease_until = ?")
                        .params(
                                owner,
                                Micros.of(leaseUntil),
                                seen.request().id(),
                                seen.owner(),
                                Micros.of(seen.leaseUntil()))
                        .update()
                > 0;
    }

    /** Removes the claim if it has not changed since it was read. */
    void remove(Claim seen) {
        jdbc.sql("DELETE FROM idempotency_claim WHERE id = ? AND owner = ? AND lease_until = ?")
                .params(seen.request().id(), seen.owner(), Micros.of(seen.leaseUntil()))
                .update();
    }

    /** @return false if another try owns it by now */
    boolean answer(String id, String owner, StoredResponse answer) {
        return jdbc.sql("UPDATE idempotency_claim SET lease_until = 0, action = ?, interface_endpoint_id = ?,"
                                + " status = ?, problem = ?, headers = ?, body = ? WHERE id = ? AND owner = ?")
                        .param(answer.action())
                        .param(answer.interfaceEndpointId())
                        .param(answer.status())
                        .param(
                                answer.problem() == null
                                        ? null
                                        : answer.problem().code())
                        .param(String.join("\n", answer.headers()))
                        .param(answer.body())
                        .param(id)
                        .param(owner)
                        .update()
                > 0;
    }

    /** Lets the next try take it over at once. */
    boolean endLease(String id, String owner) {
        return jdbc.sql("UPDATE idempotency_claim SET lease_until = 0 WHERE id = ? AND owner = ?")
                        .params(id, owner)
                        .update()
                > 0;
    }

    boolean release(String id, String owner) {
        return jdbc.sql("DELETE FROM idempotency_claim WHERE id = ? AND owner = ?")
                        .params(id, owner)
                        .update()
                > 0;
    }

    /**
     * Renews the leases of claims.
     *
     * @return the owners of those that have not ended, and that no other try has taken over
     */
    Set<String> renew(Collection<String> ids, Collection<String> owners, Instant leaseUntil) {
        return jdbc.sql("UPDATE idempotency_claim SET lease_until = :until"
                        + " WHERE id IN (:ids) AND owner IN (:owners) AND lease_until > 0 RETURNING owner")
                .param("until", Micros.of(leaseUntil))
                .param("ids", ids)
                .param("owners", owners)
                .query(String.class)
                .set();
    }

    /** @return the number removed, at most {@code limit} */
    int removeOver(Instant now, int limit) {
        return jdbc.sql("DELETE FROM idempotency_claim WHERE id IN (SELECT id FROM idempotency_claim"
                        + " WHERE expires_at <= :now AND lease_until <= :now ORDER BY expires_at LIMIT :limit)")
                .param("now", Micros.of(now))
                .param("limit", limit)
                .update();
    }

    private static Claim claim(ResultSet row, int number) throws SQLException {
        return new Claim(
                new KeyedRequest(row.getString("id"), row.getString("fingerprint")),
                row.getString("owner"),
                Micros.toInstant(row.getLong("lease_until")),
                Micros.toInstant(row.getLong("expires_at")),
                row.getObject("intent") == null ? null : row.getLong("intent"),
                row.getObject("status") == null ? null : answer(row));
    }

    private static StoredResponse answer(ResultSet row) throws SQLException {
        return new StoredResponse(
                row.getString("action"),
                row.getString("interface_endpoint_id"),
                row.getInt("status"),
                problem(row.getString("problem")),
                List.of(row.getString("headers").split("\n")),
                row.getString("body"));
    }

    private static @Nullable ProblemCode problem(@Nullable String code) {
        return code == null
                ? null
                : ProblemCode.valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
