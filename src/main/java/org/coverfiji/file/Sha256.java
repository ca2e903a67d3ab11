package org.coverfiji.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 sums, as lower-case hexadecimal. */
public final class Sha256 {

    private Sha256() {
    }

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** 64 digits: the sum of what the digest has been given. */
    public static String text(MessageDigest digest) {
        return text(digest.digest());
    }

    /** Two digits for each byte. */
    public static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return text.toString();
    }
}
