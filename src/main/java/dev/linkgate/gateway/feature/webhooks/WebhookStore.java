package dev.linkgate.gateway.feature.webhooks;

import dev.linkgate.gateway.core.platform.encryption.EncryptedSecret;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The table of the webhooks, without the state of their deliveries. */
@Repository
class WebhookStore {

    private static final String SELECT = "SELECT name, url, projects, events, enabled, disabled_reason, ciphertext,"
            + " fingerprint, previous_ciphertext, previous_until, created_at, updated_at FROM webhook";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    WebhookStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** All webhooks by their names. */
    List<Webhook> all() {
        return jdbc.sql(SELECT + " ORDER BY name").query(this::webhook).list();
    }

    Optional<Webhook> find(String name) {
        return jdbc.sql(SELECT + " WHERE name = ?")
                .param(name)
                .query(this::webhook)
                .optional();
    }

    /** All ciphertexts, also the previous ones, which have the names of their webhooks, too. */
    List<EncryptedSecret> secrets() {
        return all().stream()
                .flatMap(webhook -> webhook.ciphertexts().stream()
                        .map(ciphertext -> new EncryptedSecret(
                                "webhook",
                                new Target.Thing(WebhookWords.WEBHOOK, webhook.name()),
                                Webhook.binding(webhook.name()),
                                ciphertext)))
                .toList();
    }

    /** Adds or replaces it. */
    void save(Webhook webhook) {
        Instant until = webhook.previousUntil();
        jdbc.sql("INSERT INTO webhook (name, url, projects, events, enabled, disabled_reason, ciphertext, fingerprint,"
                        + " previous_ciphertext, previous_until, created_at, updated_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
                        + " url = excluded.url, projects = excluded.projects, events = excluded.events,"
                        + " enabled = excluded.enabled, disabled_reason = excluded.disabled_reason,"
                        + " ciphertext = excluded.ciphertext, fingerprint = excluded.fingerprint,"
                        + " previous_ciphertext = excluded.previous_ciphertext,"
                        + " previous_until = excluded.previous_until, updated_at = excluded.updated_at")
                .param(1, webhook.name())
                .param(2, webhook.url())
                .param(3, json.writeValueAsString(webhook.filter().projects()))
                .param(4, json.writeValueAsString(webhook.filter().events()))
                .param(5, webhook.enabled())
                .param(6, webhook.disabledReason(), Types.VARCHAR)
                .param(7, webhook.ciphertext())
                .param(8, webhook.fingerprint())
                .param(9, webhook.previousCiphertext(), Types.VARCHAR)
                .param(10, until == null ? null : Micros.of(until), Types.BIGINT)
                .param(11, Micros.of(webhook.createdAt()))
                .param(12, Micros.of(webhook.updatedAt()))
                .update();
    }

    /**
     * Disables it, unless it was changed since it was read.
     *
     * @return whether it was disabled
     */
    boolean disable(Webhook webhook, String reason, Instant now) {
        return jdbc.sql("UPDATE webhook SET enabled = ?, disabled_reason = ?, updated_at = ?"
                                + " WHERE name = ? AND updated_at = ?")
                        .params(false, reason, Micros.of(now), webhook.name(), Micros.of(webhook.updatedAt()))
                        .update()
                == 1;
    }

    /**
     * Replaces a ciphertext with a new one of the same secret.
     *
     * @return whether it was still stored
     */
    boolean reencrypt(String name, String before, String after) {
        return replace("ciphertext", name, before, after) || replace("previous_ciphertext", name, before, after);
    }

    /** Gives a secret up, the current one or the one before. */
    void giveUp(String name, String ciphertext) {
        jdbc.sql("UPDATE webhook SET ciphertext = '' WHERE name = ? AND ciphertext = ?")
                .params(name, ciphertext)
                .update();
        jdbc.sql("UPDATE webhook SET previous_ciphertext = NULL, previous_until = NULL WHERE name = ?"
                        + " AND previous_ciphertext = ?")
                .params(name, ciphertext)
                .update();
    }

    private boolean replace(String column, String name, String before, String after) {
        return jdbc.sql("UPDATE webhook SET " + column + " = ? WHERE name = ? AND " + column + " = ?")
                        .params(after, name, before)
                        .update()
                == 1;
    }

    /** @return whether it existed */
    boolean remove(String name) {
        return jdbc.sql("DELETE FROM webhook WHERE name = ?").param(name).update() == 1;
    }

    private Webhook webhook(ResultSet columns, int number) throws SQLException {
        return new Webhook(
                columns.getString("name"),
                columns.getString("url"),
                new EventFilter(texts(columns.getString("projects")), texts(columns.getString("events"))),
                columns.getBoolean("enabled"),
                columns.getString("disabled_reason"),
                columns.getString("ciphertext"),
                columns.getString("fingerprint"),
                columns.getString("previous_ciphertext"),
                Micros.read(columns, "previous_until"),
                Micros.toInstant(columns.getLong("created_at")),
                Micros.toInstant(columns.getLong("updated_at")));
    }

    private List<String> texts(String array) {
        return List.of(json.readValue(array, String[].class));
    }
}
