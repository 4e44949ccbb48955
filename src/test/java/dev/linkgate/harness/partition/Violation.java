package dev.linkgate.harness.partition;

/** What must never happen. */
enum Violation {
    RIGHT_USED("ended right used"),
    KEY_MADE("key made without a right"),
    TWICE("addition carried out twice"),
    REFUSED("repeated addition refused"),
    LAST_ENDPOINT("last endpoint removed"),
    ONE_TAG("two changes under a tag"),
    NO_INTENT("write without an intent"),
    NO_RECORD("receipt without a record"),
    SILENCE("others silent for too long");

    private final String title;

    Violation(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
