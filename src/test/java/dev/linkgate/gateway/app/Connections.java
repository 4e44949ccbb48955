package dev.linkgate.gateway.app;

import dev.linkgate.wire.RawConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Connections to a gateway, from several addresses of the loopback network, that end together. */
final class Connections implements AutoCloseable {

    static final int PATIENCE_MILLIS = 60_000;

    private final int port;
    private final List<RawConnection> opened = new ArrayList<>();

    Connections(Gateway gateway) {
        this.port = gateway.url().getPort();
    }

    /** @param lastByte of the address that it comes from */
    RawConnection from(int lastByte) throws IOException {
        RawConnection connection = new RawConnection("127.0.0." + lastByte, port);
        opened.add(connection);
        connection.patience(PATIENCE_MILLIS);
        return connection;
    }

    @Override
    public void close() {
        opened.forEach(RawConnection::close);
    }
}
