package org.coverfiji.method;

/** A method that tells crops of images apart, whose embeddings of whole images could collapse. */
abstract class ContrastRecipe implements Recipe {

    @Override
    public boolean watchesCollapse() {
        return true;
    }

    @Override
    public Preview preview() {
        return Preview.CROPS;
    }
}
