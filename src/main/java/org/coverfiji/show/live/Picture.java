package org.coverfiji.show.live;

import java.awt.image.BufferedImage;

/** A picture with its caption. Immutable. */
public final class Picture {

    private final String caption;
    private final BufferedImage image;

    public Picture(String caption, BufferedImage image) {
        this.caption = caption;
        this.image = image;
    }

    public String caption() {
        return caption;
    }

    public BufferedImage image() {
        return image;
    }
}
