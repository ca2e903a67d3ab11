package org.coverfiji;

/** Numbers of things in sentences: 1 image, 2 images. */
public final class Counted {

    private Counted() {
    }

    /** @param one what one of them is called; of several it gets an s */
    public static String of(long number, String one) {
        return of(number, one, one + "s");
    }

    /** @param many what several or none are called */
    public static String of(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
