package dev.linkgate.harness.webhook;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What is done in a run.
 *
 * @param events different ones to arrive, at least
 * @param kills at least
 * @param killEvery from one kill to the next
 * @param lives endpoints that are added and removed beside each other
 * @param product Java's options that locate the gateway
 * @param directory for data
 */
record Plan(int events, int kills, Duration killEvery, int lives, List<String> product, Path directory) {

    static final int REPLICAS = 2;
}
