package org.coverfiji.engine.impl.layer;

/** A layer whose samples matter to each other, so that one of several ranks must see the whole batch. */
public interface BatchWide {

    /** From now on, within this batch's steps, the layer does for its own samples what it does where it sees all. */
    void share(WholeBatch batch);
}
