package org.coverfiji.image.label;
public final class LabelRule { public static final LabelRule DEFAULT = new LabelRule(); }
