package dev.linkgate.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** A line that shows what a command waits for, rewritten in place. Only a terminal shows it. */
final class Progress implements AutoCloseable {

    private static final String BACK_AND_CLEAR = "\r\u001b[K";

    private final Shell shell;
    private @Nullable Boolean visible;

    Progress(Shell shell) {
        this.shell = shell;
    }

    void show(String text) {
        if (isVisible()) {
            write(BACK_AND_CLEAR + Text.plain(text));
        }
    }

    /** Removes the line. */
    @Override
    public void close() {
        if (visible != null && visible) {
            write(BACK_AND_CLEAR);
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
