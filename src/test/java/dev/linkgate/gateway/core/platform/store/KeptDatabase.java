package dev.linkgate.gateway.core.platform.store;

import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A migrated database that several tests use, one after the other: the rows that it had are kept beside its tables. */
final class KeptDatabase {

    private final DataSource database;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final List<String> restoring = new ArrayList<>();

    /** @param anyOrder lets a transaction delete and insert rows in any order */
    KeptDatabase(DataSource database, String anyOrder) {
        this.database = database;
        jdbc = new JdbcTemplate(database);
        transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        restoring.add(anyOrder);
        for (String table : tables()) {
            restoring.add("DELETE FROM " + table);
            if (Boolean.TRUE.equals(
                    jdbc.queryForObject("SELECT EXISTS (SELECT 1 FROM " + table + ")", Boolean.class))) {
                jdbc.execute("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table);
                restoring.add("INSERT INTO " + table + " SELECT * FROM kept_" + table);
            }
        }
    }

    DataSource asNew() {
        transactions.executeWithoutResult(status -> restoring.forEach(jdbc::execute));
        return database;
    }

    private List<String> tables() {
        return jdbc.execute((java.sql.Connection connection) -> {
            List<String> names = new ArrayList<>();
            try (ResultSet tables = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
                while (tables.next()) {
                    names.add(tables.getString("TABLE_NAME"));
                }
            }
            return names;
        });
    }
}
