package dev.linkgate.gateway.core.inbound.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.linkgate.CapturesOutput;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import java.io.IOException;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** What the log has of unforeseen failures. */
@CapturesOutput
class FailureTranslatorTest {

    private static final String REQUEST = "0af7651916cd43dd8448eb211c80319c";

    @Test
    void aCallerThatHasLeftIsNoError(CapturedOutput output) {
        FailureTranslator.translate(
                new HttpMessageNotWritableException(
                        "Could not write JSON", new ClientAbortException(new IOException("Broken pipe"))),
                REQUEST);

        assertThatOnlyALineSaysIt(output);
    }

    /** An export or a stream writes by itself. */
    @Test
    void aCallerThatLeavesAStreamIsNoError(CapturedOutput output) {
        FailureTranslator.translate(
                new AsyncRequestNotUsableException(
                        "ServletOutputStream failed to write", new IOException("Broken pipe")),
                REQUEST);

        assertThatOnlyALineSaysIt(output);
    }

    /** Other tests log beside this one. */
    private static void assertThatOnlyALineSaysIt(CapturedOutput output) {
        assertThat(output.getAll().lines().filter(line -> line.contains(REQUEST)))
                .singleElement(STRING)
                .contains("The caller of request " + REQUEST + " closed the connection")
                .doesNotContain("ERROR");
        assertThat(output.getAll()).doesNotContain("NotWritableException", "NotUsableException");
    }

    @Test
    void anAnswerThatCannotBeWrittenIsAnError(CapturedOutput output) {
        assertThat(FailureTranslator.translate(new HttpMessageNotWritableException("Could not write JSON"), REQUEST)
                        .code())
                .isEqualTo(ProblemCode.INTERNAL_ERROR);

        assertThat(output.getAll()).contains("ERROR", "Request " + REQUEST + " failed unexpectedly", "\tat ");
    }
}
