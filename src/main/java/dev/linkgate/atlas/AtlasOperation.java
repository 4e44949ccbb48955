package dev.linkgate.atlas;

/** What is asked of Atlas; the same status means different things for each. */
enum AtlasOperation {
    LIST_LINKS,
    GET_LINK,
    GET_ENDPOINT,
    ADD_ENDPOINT,
    REMOVE_ENDPOINT;

    boolean isWrite() {
        return switch (this) {
            case LIST_LINKS, GET_LINK, GET_ENDPOINT -> false;
            case ADD_ENDPOINT, REMOVE_ENDPOINT -> true;
        };
    }
}
