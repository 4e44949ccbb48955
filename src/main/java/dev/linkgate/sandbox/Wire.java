package dev.linkgate.sandbox;

import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.http.Reply;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;

/** Sends answers and faults. */
final class Wire {

    private static final Duration TIME_TO_FLUSH = Duration.ofMillis(50);
    private static final int NO_CONTENT = 204;
    private static final byte[] PIECE = piece();

    private Wire() {}

    /** Sends the answer, or the fault instead. */
    static Publisher<Void> perform(HttpServerResponse response, Simulation.Outcome outcome) {
        Fault fault = outcome.fault();
        Reply reply = outcome.reply();
        if (fault == null) {
            return send(response, reply);
        }
        return switch (fault.manner()) {
            case Fault.Manner.Answer answer ->
                send(response, new Reply(answer.status(), answer.headers(), answer.body()));
            case Fault.Manner.Reset reset -> reset(response);
            case Fault.Manner.Hang hang -> Mono.never();
            case Fault.Manner.Delay delay -> late(delay.delay(), send(response, reply));
            case Fault.Manner.Hold hold ->
                Mono.fromFuture(hold.release(), true)
                        .then(Mono.defer(() -> Mono.from(send(response, reply))))
                        .onErrorResume(broken -> Mono.from(reset(response)));
            case Fault.Manner.CutShort cut -> cutShort(response, reply);
            case Fault.Manner.EndlessBody endless -> endless(response, endless.pause());
        };
    }

    static Publisher<Void> late(Duration delay, Publisher<Void> answer) {
        return delay.isZero() ? answer : Mono.delay(delay).then(Mono.from(answer));
    }

    static Publisher<Void> send(HttpServerResponse response, @Nullable Reply reply) {
        if (reply == null) {
            throw new IllegalStateException("there is no answer to send");
        }
        byte[] body = head(response, reply);
        return response.sendByteArray(Mono.just(body));
    }

    private static byte[] head(HttpServerResponse response, Reply reply) {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        response.status(reply.status());
        reply.headers().forEach(response::header);
        if (reply.status() != NO_CONTENT) {
            response.header("Content-Length", String.valueOf(body.length));
        }
        return body;
    }

    /** With a linger of zero, closing sends RST and drops unsent data. */
    private static Publisher<Void> reset(HttpServerResponse response) {
        response.withConnection(connection -> {
            connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            close(connection);
        });
        return Mono.never();
    }

    private static Publisher<Void> cutShort(HttpServerResponse response, @Nullable Reply reply) {
        if (reply == null) {
            throw new IllegalStateException("there is no answer to cut short");
        }
        byte[] body = head(response, reply);
        byte[] half = Arrays.copyOf(body, body.length / 2);
        Mono<byte[]> closing = Mono.delay(TIME_TO_FLUSH)
                .doOnNext(tick -> response.withConnection(Wire::close))
                .then(Mono.never());
        return flushed(response, Flux.just(half).concatWith(closing));
    }

    private static Publisher<Void> flushed(HttpServerResponse response, Flux<byte[]> pieces) {
        return response.send(pieces.map(Unpooled::wrappedBuffer), piece -> true);
    }

    private static void close(Connection connection) {
        var unused = connection.channel().close();
    }

    private static Publisher<Void> endless(HttpServerResponse response, Duration pause) {
        Flux<byte[]> pieces = Flux.<byte[]>generate(sink -> sink.next(PIECE));
        response.status(200).header("Content-Type", "application/json");
        return flushed(response, pause.isZero() ? pieces : pieces.delayElements(pause));
    }

    private static byte[] piece() {
        byte[] spaces = new byte[8 * 1024];
        Arrays.fill(spaces, (byte) ' ');
        return spaces;
    }
}
