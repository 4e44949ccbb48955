package dev.linkgate.harness.attack;

import dev.linkgate.wire.RawConnection;
import dev.linkgate.wire.RawResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** Sends a request on its own connection, and checks that the answer is allowed for any request. */
final class Exchange {

    private static final int PATIENCE_MILLIS = 5_000;

    private Exchange() {}

    /** @param what the request, for people */
    static void check(AttackContext context, String what, byte[] said) {
        try (RawConnection connection = context.connect()) {
            check(context, connection, what, said);
        } catch (IOException e) {
            context.seen().saw("not connected");
        }
    }

    static void check(AttackContext context, RawConnection connection, String what, byte[] said) throws IOException {
        connection.patience(PATIENCE_MILLIS);
        try {
            connection.say(said);
            connection.sayNoMore();
        } catch (IOException e) {
            context.seen().saw("not heard to the end");
        }
        try {
            RawResponse answer = connection.hear(startsWithHead(said));
            context.seen().answered(answer.status());
            String wrong = wrongIn(answer, startsWithHead(said));
            if (!wrong.isEmpty()) {
                context.seen().violated(wrong, what + " -> " + answer);
            }
        } catch (SocketTimeoutException e) {
            context.seen().saw("no answer");
        } catch (EOFException e) {
            context.seen().saw("closed");
        } catch (IOException e) {
            context.seen().saw("reset");
        }
    }

    /** @return an empty text if nothing is wrong */
    static String wrongIn(RawResponse answer, boolean toHead) {
        if (answer.status() == 500) {
            return "a 500";
        }
        if (answer.status() >= 400 && !isProblem(answer, toHead) && !isAtlasError(answer, toHead)) {
            return "no problem";
        }
        boolean later = answer.status() == 429 || answer.status() == 503;
        if (later && !answer.header("retry-after").matches("[1-9][0-9]*")) {
            return "no Retry-After";
        }
        return "";
    }

    private static boolean isProblem(RawResponse answer, boolean toHead) {
        return answer.isProblem() && (toHead || !answer.text("/code").isEmpty());
    }

    /** The paths of Atlas's API have its errors, and OAuth's. */
    private static boolean isAtlasError(RawResponse answer, boolean toHead) {
        return answer.header("content-type").startsWith("application/json")
                && (toHead
                        || answer.text("/error").equals(String.valueOf(answer.status()))
                        || answer.text("/error").matches("[a-z_]+"));
    }

    private static boolean startsWithHead(byte[] said) {
        return said.length > 4 && said[0] == 'H' && said[1] == 'E' && said[2] == 'A' && said[3] == 'D';
    }
}
