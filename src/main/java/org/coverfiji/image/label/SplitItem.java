package org.coverfiji.image.label;

/** What a split has to know of an image. Immutable. */
public final class SplitItem {

    final String name;
    final String content;
    final String label;
    final String file;
    final String group;
    final int[] classes;
    final Part fixed;

    /**
     * @param name for messages
     * @param content fingerprint of what it shows
     * @param label fingerprint of its labels
     * @param file what it is a slice or time point of
     * @param group the patient, slide, … that it belongs to; empty for none
     * @param classes per class whether it shows it, 1 or 0
     * @param fixed where it has to be; null if the split decides
     */
    public SplitItem(String name, String content, String label, String file, String group, int[] classes, Part fixed) {
        this.name = name;
        this.content = content;
        this.label = label;
        this.file = file;
        this.group = group;
        this.classes = classes.clone();
        this.fixed = fixed;
    }

    @Override
    public String toString() {
        return name;
    }
}
