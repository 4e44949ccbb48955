package dev.linkgate.gateway.core.atlas.channel;

/** The operations on Atlas; the same status can mean different things for each. */
public enum AtlasOperation {
    LIST_LINKS(Effect.NONE),
    GET_LINK(Effect.NONE),
    CREATE_LINK(Effect.ADDITION),
    UPDATE_LINK(Effect.CHANGE),
    REMOVE_LINK(Effect.REMOVAL),
    GET_ENDPOINT(Effect.NONE),
    ADD_ENDPOINT(Effect.ADDITION),
    REMOVE_ENDPOINT(Effect.REMOVAL),
    GET_RESOURCE(Effect.NONE),
    LIST_CLUSTERS(Effect.NONE),
    GET_PROJECT(Effect.NONE),
    CHANGE_RESOURCE(Effect.CHANGE),
    GET_ENTRY(Effect.NONE),
    ADD_ENTRY(Effect.ADDITION),
    REMOVE_ENTRY(Effect.REMOVAL);

    private final Effect effect;

    AtlasOperation(Effect effect) {
        this.effect = effect;
    }

    /** The effect of an operation on its resource. */
    public enum Effect {
        NONE,
        /** Atlas accepts the same addition once. */
        ADDITION,
        /** It can undo a later change if it arrives late. */
        CHANGE,
        /** It can remove a later addition if it arrives late. */
        REMOVAL
    }

    public Effect effect() {
        return effect;
    }

    public boolean isWrite() {
        return effect != Effect.NONE;
    }
}
