package dev.linkgate.gateway.app;

import dev.linkgate.Certificates;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** Stands with TLS before a server without it, and requires certificates of {@link Certificates#AUTHORITY}. */
final class TlsTerminator implements AutoCloseable {

    private final SSLServerSocket listening;
    private final int target;
    private final List<X509Certificate> seen = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** @param target the port of the server behind it, on this machine */
    TlsTerminator(X509Bundle certificate, int target) {
        this.target = target;
        try {
            char[] password = new char[0];
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(certificate.toKeyStore(password), password);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(own.getKeyManagers(), new TrustManager[] {Certificates.AUTHORITY.toTrustManager()}, null);
            listening = (SSLServerSocket)
                    tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            listening.setNeedClientAuth(true);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "https://localhost:" + listening.getLocalPort();
    }

    /** The client certificates of its connections, oldest first. */
    List<X509Certificate> seen() {
        return List.copyOf(seen);
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket client = (SSLSocket) listening.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(SSLSocket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            seen.add((X509Certificate) client.getSession().getPeerCertificates()[0]);
            Thread back = Thread.ofVirtual().start(() -> copy(server, client));
            copy(client, server);
            server.close();
            back.join();
        } catch (IOException e) {
            // The client has gone, or was refused.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private static void copy(Socket from, Socket to) {
        try (to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side has closed its connection, so the other side's is closed, too.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
