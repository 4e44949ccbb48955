package dev.linkgate.cli.audit;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Something could not be checked, because it cannot be read or something is missing. The message is for the user. */
public final class Unreadable extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    Unreadable(String message) {
        super(message);
    }

    static Unreadable of(String file, IOException failure) {
        String reason = switch (failure) {
            case NoSuchFileException e -> "There is no file " + file + ".";
            case AccessDeniedException e -> "The file " + file + " may not be read.";
            default -> "The file " + file + " cannot be read: " + failure.getMessage();
        };
        return new Unreadable(reason);
    }
}
