package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Patience;
import java.net.ConnectException;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The end of a gateway behind a load balancer. */
@Tag("harness")
class ShutdownTest {

    @Test
    void balancerSeesItBeforeThePortCloses() throws Exception {
        Gateway ending = Gateway.start("linkgate.shutdown.delay=5m", "linkgate.endpoints.poll-interval=200ms");
        Scene scene = Scene.in(ending);
        Caller editor = scene.editor();
        Caller probe = Caller.of(ending.url());
        Thread closing = new Thread(ending::close);
        try (EventStream stream = EventStream.open(editor, scene.linkPath() + "/events")) {
            stream.next();

            closing.start();

            Patience.until(() -> probe.get("/readyz"), answer -> answer.status() == 503);
            assertThat(probe.get("/livez").status()).isEqualTo(200);
            String id = Scene.newEndpoint();
            assertThat(editor.post(scene.endpoints(), Scene.body(id)))
                    .hasStatus(201)
                    .hasHeader("Connection", "close");
            assertThat(stream.next().data()).contains(id);

            closing.interrupt(); // the delay is over
            EventStream.Block last = stream.nextBlock();
            assertThat(Integer.parseInt(last.retry())).isLessThan(1_000);
            assertThat(stream.untilItEnds()).isEmpty();
        } finally {
            closing.interrupt();
            closing.join();
        }
    }

    @Test
    void portIsClosedAfterTheDelay() throws Exception {
        Gateway ending = Gateway.start("linkgate.shutdown.delay=1ms");
        Scene scene = Scene.in(ending);
        assertThat(scene.viewer().get(scene.linkPath())).isOk();

        URI url = ending.url();

        ending.close();

        assertThatThrownBy(() -> new java.net.Socket(url.getHost(), url.getPort()).close())
                .isInstanceOf(ConnectException.class);
    }
}
