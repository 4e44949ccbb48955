package dev.linkgate.gateway.access.principal;

import dev.linkgate.gateway.access.key.KeyColumns;
import dev.linkgate.gateway.access.key.StoredKey;
import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.gateway.platform.store.ReadableRows;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The tables of administrators and their keys. A row that cannot be read is none. */
@Repository
public class AdministratorStore {

    private final JdbcClient jdbc;
    private final ReadableRows administrators = new ReadableRows("administrator", "name");
    private final ReadableRows keys = new ReadableRows("administrator_key", "id");

    public AdministratorStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    AdministratorSnapshot load() {
        return AdministratorSnapshot.of(
                administrators.of(
                        jdbc.sql("SELECT name, description, scopes, created_at FROM administrator"),
                        (row, n) -> new Administrator(
                                row.getString(1),
                                row.getString(2),
                                scopes(row.getString(3)),
                                Micros.toInstant(row.getLong(4)))),
                keys.of(
                        jdbc.sql("SELECT id, administrator, " + KeyColumns.COLUMNS + " FROM administrator_key"),
                        KeyColumns::read));
    }

    private static SortedSet<AdminScope> scopes(String words) {
        return Arrays.stream(words.split(",")).map(AdminScope::of).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Lets the changes of other transactions wait until the end of this one. */
    void lock() {
        jdbc.sql("UPDATE administrator SET name = name").update();
    }

    /** Creates the administrator, or replaces the description and scopes of the existing one. */
    void put(Administrator administrator) {
        String scopes = administrator.scopes().stream().map(AdminScope::word).collect(Collectors.joining(","));
        jdbc.sql("INSERT INTO administrator (name, description, scopes, created_at) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET description = excluded.description,"
                        + " scopes = excluded.scopes")
                .params(administrator.name(), administrator.description(), scopes, Micros.of(administrator.createdAt()))
                .update();
    }

    boolean remove(String administrator) {
        return jdbc.sql("DELETE FROM administrator WHERE name = ?")
                        .param(administrator)
                        .update()
                > 0;
    }

    void add(StoredKey key) {
        jdbc.sql("INSERT INTO administrator_key (id, administrator, " + KeyColumns.COLUMNS + ") VALUES ("
                        + KeyColumns.PARAMETERS + ")")
                .params(KeyColumns.parameters(key))
                .update();
    }

    boolean removeKey(String administrator, String id) {
        return jdbc.sql("DELETE FROM administrator_key WHERE administrator = ? AND id = ?")
                        .params(administrator, id)
                        .update()
                > 0;
    }
}
