package org.coverfiji.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.coverfiji.BackgroundThreads;
import org.coverfiji.engine.api.GradientExchange;

/**
 * Ranks in a ring of sockets, each of which sends to the next and receives from the one before. A sum is made in two
 * rounds: in the first every rank adds its own part of a piece to what comes in and passes it on, until each holds the
 * whole sum of one piece; in the second the whole pieces go around. Every rank sends and receives 2 (n − 1) / n times
 * the array, however many there are, and all get the same bits because each piece's sum is made once.
 *
 * <p>A rank that ends, whatever the reason, closes its sockets; its neighbours notice and end too, and so on around.
 *
 * <pre>{@code
 * try (Ring.Place place = Ring.place(host, patience); Ring ring = place.join(rank, addressesOfAllRanks, key)) {
 *     ring.sum(gradient);
 * }
 * }</pre>
 */
public final class Ring implements GradientExchange, AutoCloseable {

    private final int rank;
    private final int ranks;
    /** Null in a ring of one. */
    private final RingLink next;
    private final RingLink before;
    private final ExecutorService sender;
    private long sums;
    private long nanos;

    private Ring(int rank, int ranks, RingLink next, RingLink before) {
        this.rank = rank;
        this.ranks = ranks;
        this.next = next;
        this.before = before;
        sender = Executors.newSingleThreadExecutor(new BackgroundThreads("COVER ring"));
    }

    /**
     * Takes a place to which another rank can connect.
     *
     * @param host the name or address under which the others reach this machine
     * @param patienceMillis how long a rank is waited for, such as for its checkpoint, before it counts as lost
     * @throws LostRankException if no port can be had
     */
    public static Place place(String host, int patienceMillis) {
        try {
            return new Place(host, patienceMillis, new ServerSocket(0, 1, InetAddress.getByName(host)));
        } catch (IOException e) {
            throw new LostRankException("No port can be opened on " + host + " (" + e.getMessage()
                    + "); see that it is this machine's own name.", e);
        }
    }

    /** Where a rank waits for the one before it. */
    public static final class Place implements AutoCloseable {

        private final String host;
        private final int patienceMillis;
        private final ServerSocket server;

        private Place(String host, int patienceMillis, ServerSocket server) {
            this.host = host;
            this.patienceMillis = patienceMillis;
            this.server = server;
        }

        /** What the others are told: host and port. */
        public String address() {
            return host + ":" + server.getLocalPort();
        }

        /**
         * Joins the ring; returns when this rank's two neighbours are there.
         *
         * @param addresses of all ranks in order
         * @param key what all ranks of this run know and nobody else; who connects without it is turned away
         * @throws LostRankException if a neighbour does not come in time
         */
        public Ring join(int rank, List<String> addresses, long key) {
            int ranks = addresses.size();
            if (ranks == 1) {
                return new Ring(0, 1, null, null);
            }
            RingLink next = RingLink.to((rank + 1) % ranks, addresses.get((rank + 1) % ranks), rank, key,
                    patienceMillis);
            try {
                RingLink before = RingLink.from((rank + ranks - 1) % ranks, server, key, patienceMillis);
                return new Ring(rank, ranks, next, before);
            } catch (LostRankException e) {
                next.close();
                throw e;
            }
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                // Nobody waits for it any more.
                System.getLogger(Ring.class.getName()).log(System.Logger.Level.DEBUG, "not closed", e);
            }
        }
    }

    @Override
    public void sum(float[] values) {
        if (ranks == 1) {
            return;
        }
        sums++;
        long begin = System.nanoTime();
        try {
            for (int step = 0; step < ranks - 1; step++) {
                pass(values, rank - step, rank - step - 1, true);
            }
            for (int step = 0; step < ranks - 1; step++) {
                pass(values, rank + 1 - step, rank - step, false);
            }
        } catch (LostRankException e) {
            // The others notice by it.
            close();
            throw e;
        }
        nanos += System.nanoTime() - begin;
    }

    /** Seconds that this rank has spent in sums, waiting for slower ranks included. */
    double seconds() {
        return nanos / 1e9;
    }

    /** Sends one piece and receives another at the same time: both sides would wait for room otherwise. */
    private void pass(float[] values, int sent, int received, boolean add) {
        int out = Math.floorMod(sent, ranks);
        int in = Math.floorMod(received, ranks);
        Future<?> sending = sender.submit(() -> next.send(sums, values, border(values, out), border(values, out + 1)));
        before.receive(sums, values, border(values, in), border(values, in + 1), add);
        await(sending);
    }

    private int border(float[] values, int piece) {
        return (int) ((long) values.length * piece / ranks);
    }

    private static void await(Future<?> sending) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    sending.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof LostRankException) {
                        throw (LostRankException) e.getCause();
                    }
                    throw new IllegalStateException("sending failed", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        sender.shutdownNow();
        if (ranks > 1) {
            next.close();
            before.close();
        }
    }
}
