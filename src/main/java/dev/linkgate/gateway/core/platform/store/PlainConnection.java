package dev.linkgate.gateway.core.platform.store;

import java.net.InetAddress;
import java.net.UnknownHostException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says at the start if the connection to a database on another machine is not encrypted. */
@Component
class PlainConnection implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(PlainConnection.class);

    private final DataSource dataSource;
    private final DatabaseFiles files;

    PlainConnection(DataSource dataSource, DatabaseFiles files) {
        this.dataSource = dataSource;
        this.files = files;
    }

    /**
     * How a session reaches the database.
     *
     * @param server the address that the server was reached at; absent for a socket of the machine
     */
    record Session(boolean encrypted, @Nullable String server) {

        boolean isReadableOnTheWay() {
            try {
                return !encrypted
                        && server != null
                        && !InetAddress.getByName(server).isLoopbackAddress();
            } catch (UnknownHostException e) {
                return true; // no address of this machine, at least
            }
        }
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (files.database() != null) {
            return;
        }
        Session session = JdbcClient.create(dataSource)
                .sql("SELECT ssl, host(inet_server_addr()) FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                .query((row, n) -> new Session(row.getBoolean(1), row.getString(2)))
                .single();
        if (session.isReadableOnTheWay()) {
            log.warn(
                    "The connection to the database at {} is not encrypted. Add sslmode=verify-full to spring.datasource.url"
                            + " (docs/install.md#the-database)",
                    session.server());
        }
    }
}
