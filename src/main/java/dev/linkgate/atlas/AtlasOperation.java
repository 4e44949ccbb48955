package dev.linkgate.atlas;

/** The operations on Atlas; the same status can mean different things for each. */
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
