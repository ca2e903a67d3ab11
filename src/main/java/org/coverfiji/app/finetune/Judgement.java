package org.coverfiji.app.finetune;

/**
 * What the held-back images say of weights: a score, and a loss that tells weights of equal score apart, as it must
 * where a score counts a few images that are soon all right. Immutable.
 */
final class Judgement {

    private final double score;
    private final double loss;

    private Judgement(double score, double loss) {
        this.score = score;
        this.loss = loss;
    }

    /** @param score of many pixels, which is hardly ever equal; the greater the better */
    static Judgement of(double score) {
        return new Judgement(score, 0);
    }

    /**
     * @param score of a few images; the greater the better
     * @param loss of the same images; of equal scores the lower is the better
     */
    static Judgement of(double score, double loss) {
        return new Judgement(score, loss);
    }

    double score() {
        return score;
    }

    boolean isBetterThan(Judgement other) {
        return Double.isNaN(other.score) ? !Double.isNaN(score)
                : score > other.score || score == other.score && loss < other.loss;
    }

    boolean isLevelWith(Judgement other) {
        return Double.compare(score, other.score) == 0 && loss == other.loss;
    }
}
