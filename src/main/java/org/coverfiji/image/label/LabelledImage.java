package org.coverfiji.image.label;
import org.coverfiji.image.FloatImage;
public final class LabelledImage {
    private final FloatImage image; private final LabelImage label;
    public LabelledImage(FloatImage image, LabelImage label) { this.image = image; this.label = label; }
    public FloatImage image() { return image; }
    public LabelImage label() { return label; }
}
