package org.coverfiji.cluster;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** The socket between two ranks that follow each other in a ring. Numbers are big-endian. */
final class RingLink implements AutoCloseable {

    /** Values that are sent at one time. */
    private static final int BLOCK = 1 << 16;
    private static final int SOCKET_BYTES = 1 << 20;
    private static final int PAUSE_MILLIS = 100;
    /** How long who connects may take to say who it is. */
    private static final int GREETING_MILLIS = 5000;
    /** Before the key: a program that is none of ours is noticed by it. */
    private static final int GREETING = 0x434f5652;

    private final int other;
    private final Socket socket;
    private final DataOutputStream out;
    private final DataInputStream in;
    private final ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * BLOCK);
    private final FloatBuffer floats = bytes.asFloatBuffer();
    private final float[] block = new float[BLOCK];

    /** @param other the rank at the other end */
    private RingLink(int other, Socket socket, int patienceMillis) throws IOException {
        this.other = other;
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.setSoTimeout(patienceMillis);
        socket.setSendBufferSize(SOCKET_BYTES);
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /**
     * Connects to the next rank, which may not listen yet.
     *
     * @throws LostRankException if it does not in time
     */
    static RingLink to(int other, String address, int own, long key, int patienceMillis) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon);
        int port = Integer.parseInt(address.substring(colon + 1));
        long end = System.nanoTime() + patienceMillis * 1_000_000L;
        while (true) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(host, port), patienceMillis);
                RingLink link = new RingLink(other, socket, patienceMillis);
                link.out.writeInt(GREETING);
                link.out.writeLong(key);
                link.out.writeInt(own);
                link.out.flush();
                return link;
            } catch (IOException e) {
                closeQuietly(socket);
                if (System.nanoTime() > end) {
                    throw new LostRankException("Rank " + other + " cannot be reached at " + address + " ("
                            + e.getMessage() + "); the machines must reach each other's ports.", e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LostRankException("The wait for the other ranks was interrupted.", e);
        }
    }

    /**
     * Waits for the rank before to connect; whoever else does is turned away.
     *
     * @throws LostRankException if it does not in time
     */
    static RingLink from(int other, ServerSocket server, long key, int patienceMillis) {
        long end = System.nanoTime() + patienceMillis * 1_000_000L;
        try {
            while (true) {
                server.setSoTimeout((int) Math.max(1, (end - System.nanoTime()) / 1_000_000));
                Socket socket = server.accept();
                try {
                    RingLink link = new RingLink(other, socket, GREETING_MILLIS);
                    if (link.in.readInt() == GREETING && link.in.readLong() == key && link.in.readInt() == other) {
                        socket.setSoTimeout(patienceMillis);
                        return link;
                    }
                } catch (IOException e) {
                    System.getLogger(RingLink.class.getName()).log(System.Logger.Level.DEBUG, "turned away", e);
                }
                closeQuietly(socket);
            }
        } catch (IOException e) {
            throw new LostRankException("Rank " + other + " has not come within " + patienceMillis / 1000
                    + " s; see its log for the reason.", e);
        }
    }

    /** @param sum the number of the sum that these values belong to */
    void send(long sum, float[] values, int from, int to) {
        try {
            out.writeLong(sum);
            out.writeInt(to - from);
            for (int at = from; at < to; at += BLOCK) {
                int count = Math.min(BLOCK, to - at);
                floats.clear();
                floats.put(values, at, count);
                out.write(bytes.array(), 0, Float.BYTES * count);
            }
            out.flush();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** @param add whether what comes is added to the values, or replaces them */
    void receive(long sum, float[] values, int from, int to, boolean add) {
        try {
            long theirs = in.readLong();
            int count = in.readInt();
            if (theirs != sum || count != to - from) {
                throw new LostRankException("Rank " + other + " is at exchange " + theirs + " with " + count
                        + " values, but this one at " + sum + " with " + (to - from) + "; all ranks need the same"
                        + " settings, images and version.", null);
            }
            for (int at = from; at < to; at += BLOCK) {
                int some = Math.min(BLOCK, to - at);
                in.readFully(bytes.array(), 0, Float.BYTES * some);
                floats.clear();
                if (add) {
                    floats.get(block, 0, some);
                    for (int i = 0; i < some; i++) {
                        values[at + i] += block[i];
                    }
                } else {
                    floats.get(values, at, some);
                }
            }
        } catch (SocketTimeoutException e) {
            throw new LostRankException("Rank " + other + " has not answered in time; see its log for the reason.", e);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private LostRankException lost(IOException e) {
        return new LostRankException("Rank " + other + " has ended, so that this one ends too; the log of the first"
                + " that failed says why.", e);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            System.getLogger(RingLink.class.getName()).log(System.Logger.Level.DEBUG, "not closed", e);
        }
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }
}
