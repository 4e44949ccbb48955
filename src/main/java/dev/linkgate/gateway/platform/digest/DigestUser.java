package dev.linkgate.gateway.platform.digest;

import java.util.function.Supplier;

/** The user that answers challenges. The password is read when a challenge is answered, and not kept here. */
public final class DigestUser {

    private final String name;
    private final Supplier<String> password;

    public DigestUser(String name, Supplier<String> password) {
        this.name = name;
        this.password = password;
    }

    String name() {
        return name;
    }

    String password() {
        return password.get();
    }
}
