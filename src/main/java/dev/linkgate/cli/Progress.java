package dev.linkgate.cli;

import dev.linkgate.cli.client.Text;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a command says besides its result. A line that shows what it waits for is rewritten in place, and only a
 * terminal shows it.
 */
final class Progress implements AutoCloseable {

    private static final String BACK_AND_CLEAR = "\r\u001b[K";

    private final Shell shell;
    private @Nullable Boolean visible;
    private @Nullable String last;

    Progress(Shell shell) {
        this.shell = shell;
    }

    void show(String text) {
        if (isVisible()) {
            write(BACK_AND_CLEAR + Text.plain(text));
        }
    }

    /** Shows a text at the end, also without a terminal. */
    void atEnd(String text) {
        last = Text.plain(text);
    }

    /** Removes the line. */
    @Override
    public void close() {
        if (visible != null && visible) {
            write(BACK_AND_CLEAR);
        }
        if (last != null) {
            shell.err().println(last);
        }
    }

    private boolean isVisible() {
        if (visible == null) {
            visible = shell.errIsTerminal().getAsBoolean();
        }
        return visible;
    }

    private void write(String text) {
        PrintWriter err = shell.err();
        err.print(text);
        err.flush();
    }
}
