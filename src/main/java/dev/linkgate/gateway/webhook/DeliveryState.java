package dev.linkgate.gateway.webhook;

/** What has become of a delivery. */
enum DeliveryState {
    WAITING,
    DELIVERED,
    GIVEN_UP
}
