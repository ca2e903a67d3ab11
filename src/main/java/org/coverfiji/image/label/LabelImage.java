package org.coverfiji.image.label;
public final class LabelImage {
    public static final int IGNORE = -1;
    private final String name; private final int[] classes; private final int[] size;
    public LabelImage(String name, int[] classes, int[] size) { this.name = name; this.classes = classes; this.size = size.clone(); }
    public String name() { return name; }
    public int[] classes() { return classes; }
    public int[] size() { return size.clone(); }
    public int pixels() { return classes.length; }
    public int get(int i) { return classes[i]; }
    public boolean sparse() { for (int c : classes) { if (c < 0) { return true; } } return false; }
    public int maximum() { int m = -1; for (int c : classes) { m = Math.max(m, c); } return m; }
}
