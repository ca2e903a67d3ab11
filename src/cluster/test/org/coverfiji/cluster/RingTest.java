package org.coverfiji.cluster;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.After;
import org.junit.Test;

/** Ranks as threads: what a ring adds up, and how it ends. */
public class RingTest {

    private static final long KEY = 42;
    private static final int PATIENCE = 20_000;
    private static final String HOST = "127.0.0.1";

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @After
    public void end() {
        threads.shutdownNow();
    }

    private interface Work<T> {
        T in(Ring ring, int rank) throws Exception;
    }

    private <T> List<Future<T>> ranks(int count, int patience, Work<T> work) {
        List<Ring.Place> places = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (int rank = 0; rank < count; rank++) {
            places.add(Ring.place(HOST, patience));
            addresses.add(places.get(rank).address());
        }
        List<Future<T>> results = new ArrayList<>();
        for (int rank = 0; rank < count; rank++) {
            int own = rank;
            Callable<T> all = () -> {
                try (Ring.Place place = places.get(own); Ring ring = place.join(own, addresses, KEY)) {
                    return work.in(ring, own);
                }
            };
            results.add(threads.submit(all));
        }
        return results;
    }

    private static <T> T of(Future<T> result) throws Exception {
        return result.get(60, TimeUnit.SECONDS);
    }

    private static float[] values(int rank, int length) {
        SplittableRandom random = new SplittableRandom(rank);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (random.nextDouble() - 0.3);
        }
        return values;
    }

    /** Arrays of fewer values than ranks, of one block and of several, which no number of ranks divides. */
    @Test
    public void allRanksGetTheSameSums() throws Exception {
        for (int count = 1; count <= 4; count++) {
            for (int length : new int[] {1, 3, 1001, 700_001}) {
                List<Future<float[]>> results = ranks(count, PATIENCE, (ring, rank) -> {
                    float[] own = values(rank, length);
                    ring.sum(own);
                    return own;
                });
                float[] first = of(results.get(0));
                for (int i = 0; i < length; i++) {
                    double sum = 0;
                    for (int rank = 0; rank < count; rank++) {
                        sum += i < 100 || i > length - 100 ? values(rank, length)[i] : 0;
                    }
                    if (i < 100 || i > length - 100) {
                        assertEquals(count + " ranks, value " + i + " of " + length, sum, first[i], 1e-6);
                    }
                }
                for (Future<float[]> result : results) {
                    assertArrayEquals(first, of(result), 0);
                }
            }
        }
    }

    @Test
    public void whatIsNotFiniteReachesAllRanks() throws Exception {
        for (Future<float[]> result : ranks(3, PATIENCE, (ring, rank) -> {
            float[] own = {rank == 1 ? Float.NaN : 1, rank == 2 ? Float.POSITIVE_INFINITY : 1, 1};
            ring.sum(own);
            return own;
        })) {
            assertArrayEquals(new float[] {Float.NaN, Float.POSITIVE_INFINITY, 3}, of(result), 0);
        }
    }

    @Test
    public void manySumsFollowEachOther() throws Exception {
        for (Future<Float> result : ranks(4, PATIENCE, (ring, rank) -> {
            float[] own = new float[9];
            for (int i = 0; i < 200; i++) {
                own[i % 9] = rank;
                ring.sum(own);
                assertEquals(6, own[i % 9], 0);
                own = new float[9];
            }
            return own[0];
        })) {
            assertEquals(0, of(result), 0);
        }
    }

    @Test
    public void waitingForOthersIsCounted() throws Exception {
        List<Future<Double>> seconds = ranks(2, PATIENCE, (ring, rank) -> {
            Thread.sleep(300L * rank);
            ring.sum(new float[10]);
            return ring.seconds();
        });
        assertTrue(of(seconds.get(0)) > 0.15);
        assertTrue(of(seconds.get(1)) < of(seconds.get(0)));
    }

    /** The failing rank is no neighbour of all others in a ring of four. */
    @Test
    public void aRankThatFailsEndsAllOthersWithASentence() throws Exception {
        List<Future<Void>> results = ranks(4, PATIENCE, (ring, rank) -> {
            for (int i = 0; i < 1000; i++) {
                if (rank == 2 && i == 5) {
                    throw new IllegalStateException("out of order");
                }
                ring.sum(new float[100_000]);
            }
            return null;
        });
        for (int rank = 0; rank < 4; rank++) {
            Future<Void> result = results.get(rank);
            Throwable failure = assertThrows(ExecutionException.class, () -> of(result)).getCause();
            if (rank == 2) {
                assertEquals("out of order", failure.getMessage());
            } else {
                assertTrue(failure.toString(), failure instanceof LostRankException
                        && failure.getMessage().matches("Rank \\d has ended, .*\\."));
            }
        }
    }

    @Test
    public void aRankThatHangsIsLostAfterAWhile() throws Exception {
        List<Future<Void>> results = ranks(3, 1000, (ring, rank) -> {
            if (rank == 1) {
                Thread.sleep(30_000);
            }
            ring.sum(new float[10]);
            return null;
        });
        for (int rank : new int[] {0, 2}) {
            String message = assertThrows(ExecutionException.class, () -> of(results.get(rank))).getCause()
                    .getMessage();
            assertTrue(message, message.contains("has not answered") || message.contains("has ended"));
        }
    }

    @Test
    public void aRankThatDoesNotComeIsNamed() {
        List<String> addresses = new ArrayList<>();
        try (Ring.Place place = Ring.place(HOST, 500); Ring.Place silent = Ring.place(HOST, 500)) {
            addresses.add(place.address());
            addresses.add(silent.address());
            String message = assertThrows(LostRankException.class, () -> place.join(0, addresses, KEY)).getMessage();
            assertTrue(message, message.startsWith("Rank 1 has not come"));
        }
        String message = assertThrows(LostRankException.class, () -> {
            try (Ring.Place place = Ring.place(HOST, 500)) {
                place.join(0, addresses, KEY);
            }
        }).getMessage();
        assertTrue(message, message.startsWith("Rank 1 cannot be reached at"));
    }

    @Test
    public void ranksThatDoOtherWorkNotice() throws Exception {
        List<Future<Void>> results = ranks(2, PATIENCE, (ring, rank) -> {
            ring.sum(new float[10 + 10 * rank]);
            return null;
        });
        int told = 0;
        for (Future<Void> result : results) {
            String message = assertThrows(ExecutionException.class, () -> of(result)).getCause().getMessage();
            told += message.contains("same settings") ? 1 : 0;
        }
        assertTrue("neither says why", told >= 1);
    }

    /** Another program that finds the port must not become a rank. */
    @Test
    public void strangersAreTurnedAway() throws Exception {
        List<Ring.Place> places = List.of(Ring.place(HOST, PATIENCE), Ring.place(HOST, PATIENCE));
        List<String> addresses = List.of(places.get(0).address(), places.get(1).address());
        try (Socket stranger = connected(addresses.get(0)); Socket other = connected(addresses.get(1))) {
            stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n   ".getBytes());
            other.getOutputStream().write(new byte[16]);
            List<Future<Float>> results = new ArrayList<>();
            for (int rank = 0; rank < 2; rank++) {
                int own = rank;
                results.add(threads.submit(() -> {
                    try (Ring.Place place = places.get(own); Ring ring = place.join(own, addresses, KEY)) {
                        float[] one = {1};
                        ring.sum(one);
                        return one[0];
                    }
                }));
            }
            for (Future<Float> result : results) {
                assertEquals(2, of(result), 0);
            }
        }
    }

    private static Socket connected(String address) throws IOException {
        return new Socket(HOST, Integer.parseInt(address.substring(address.indexOf(':') + 1)));
    }
}
