package org.coverfiji.image.format;

/** An intact file that holds no image, such as the contours that lie beside a DICOM series. */
public final class NoImageException extends UnreadableException {

    private static final long serialVersionUID = 1L;

    NoImageException(String reason) {
        super(reason);
    }
}
