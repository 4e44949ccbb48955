package dev.linkgate.link;

/** The cloud whose network a link connects to. */
public enum Provider {
    AWS
}
