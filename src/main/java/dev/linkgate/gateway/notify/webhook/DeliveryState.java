package dev.linkgate.gateway.notify.webhook;

/** What has become of a delivery. */
enum DeliveryState {
    WAITING,
    DELIVERED,
    GIVEN_UP
}
