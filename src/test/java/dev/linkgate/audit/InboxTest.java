package dev.linkgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InboxTest {

    private final Inbox<Integer> inbox = new Inbox<>(3);
    private final List<Integer> lot = new ArrayList<>();

    @Test
    void givesLotsInOrderAndNoLargerThanWanted() {
        assertThat(inbox.offer(1) && inbox.offer(2) && inbox.offer(3)).isTrue();

        assertThat(inbox.take(lot, 2)).isTrue();
        assertThat(lot).containsExactly(1, 2);
        lot.clear();
        assertThat(inbox.take(lot, 2)).isTrue();
        assertThat(lot).containsExactly(3);
    }

    @Test
    void turnsAwayWhatItCannotHold() {
        assertThat(inbox.offer(1) && inbox.offer(2) && inbox.offer(3)).isTrue();
        assertThat(inbox.offer(4)).isFalse();
        assertThat(inbox.size()).isEqualTo(3);
        inbox.take(lot, 1);
        assertThat(inbox.offer(4)).isTrue();
    }

    @Test
    void givesAwayTheRestAfterItIsClosed() {
        inbox.offer(1);
        inbox.close();

        assertThat(inbox.offer(2)).isFalse();
        assertThat(inbox.take(lot, 10)).isTrue();
        assertThat(lot).containsExactly(1);
        lot.clear();
        assertThat(inbox.take(lot, 10)).isFalse();
        assertThat(lot).isEmpty();
    }

    @Test
    void wakesItsReaderForAnItemAndForTheEnd() throws Exception {
        CompletableFuture<Boolean> item = CompletableFuture.supplyAsync(() -> inbox.take(lot, 10));
        inbox.offer(1);
        assertThat(item.get(10, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Boolean> end = CompletableFuture.supplyAsync(() -> inbox.take(new ArrayList<>(), 10));
        inbox.close();
        assertThat(end.get(10, TimeUnit.SECONDS)).isFalse();
    }
}
