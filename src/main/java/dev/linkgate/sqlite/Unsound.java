package dev.linkgate.sqlite;

import java.io.Serial;

/** A database is not what a gateway has left there. The message says why: a clause whose subject is the database. */
public final class Unsound extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    public Unsound(String why) {
        super(why);
    }
}
