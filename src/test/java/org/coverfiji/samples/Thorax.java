package org.coverfiji.samples;

/**
 * The soft anatomy of one chest: outlines of body, lungs, diaphragm and heart, and their depths along the rays.
 * Body coordinates: 1 is half the width of a nominal chest, x to the image's right (the patient's left), y downwards.
 * Sides are −1 (the image's left) and +1.
 */
final class Thorax {

    final double apex;
    final double lungHeight;
    final double turn;
    private final double halfWidth;
    private final double shape;
    private final double asymmetry;
    private final double wall;
    private final double depth;
    private final double mediastinum;
    private final double knobSize;
    private final double knobHeight;
    private final double hilumSize;
    private final double spineBend;
    private final double spinePhase;
    private final double[] domeHeight;
    private final double domeCurve;
    private final double domeSide;
    private final double heartX;
    private final double heartY;
    private final double heartLong;
    private final double heartShort;
    private final double heartEgg;
    private final double heartCosine;
    private final double heartSine;
    private final double atriumX;
    private final double atriumY;
    private final double atriumRadius;
    private final double neck;
    private final double shoulder;
    private final double axilla;

    Thorax(Draw draw) {
        halfWidth = draw.between(0.88, 1.07);
        apex = draw.between(-1.05, -0.93);
        lungHeight = draw.between(1.35, 1.75);
        shape = draw.between(2.2, 3.6);
        asymmetry = draw.between(-0.05, 0.05);
        wall = draw.chance(0.3) ? draw.between(0.2, 0.32) : draw.between(0.08, 0.18);
        depth = draw.between(0.54, 0.68);
        mediastinum = draw.between(0.12, 0.19);
        knobSize = draw.between(0.04, 0.14);
        knobHeight = apex + draw.between(0.42, 0.56);
        hilumSize = draw.between(0.03, 0.1);
        turn = draw.between(-0.09, 0.09);
        spineBend = draw.between(-0.05, 0.05);
        spinePhase = draw.between(0, 6);
        double diaphragm = apex + lungHeight;
        domeHeight = new double[] {diaphragm - draw.between(0.02, 0.14), diaphragm + draw.between(-0.05, 0.06)};
        domeCurve = draw.between(0.35, 1.15);
        domeSide = draw.between(0.38, 0.55);
        double size = draw.chance(0.25) ? draw.between(1.18, 1.32) : draw.between(0.9, 1.14);
        heartLong = 0.5 * size;
        heartShort = draw.between(0.31, 0.38) * size;
        heartEgg = draw.between(0.0, 0.25);
        double tilt = draw.between(0.4, 0.95);
        heartCosine = StrictMath.cos(tilt);
        heartSine = StrictMath.sin(tilt);
        heartX = draw.between(0.12, 0.25) + 0.4 * turn;
        double halfTall = StrictMath.sqrt(heartLong * heartLong * heartSine * heartSine
                + heartShort * heartShort * heartCosine * heartCosine);
        heartY = StrictMath.max(domeHeight[0], domeHeight[1]) + draw.between(0.1, 0.18) - halfTall;
        atriumRadius = heartShort * draw.between(0.6, 0.85);
        atriumX = heartX - heartLong * draw.between(0.45, 0.62);
        atriumY = heartY + draw.between(-0.08, 0.05);
        neck = draw.between(0.33, 0.43);
        shoulder = draw.between(-1.22, -1.08);
        axilla = draw.between(-0.35, 0.05);
    }

    /** Width of the cage at a height, as a fraction of its greatest. */
    private double opening(double y) {
        double q = (y - apex) / lungHeight;
        return q <= 0 ? 0 : q >= 1 ? 1 : StrictMath.sqrt(1 - StrictMath.pow(1 - q, shape));
    }

    /** Distance of the lateral lung border from the midline. */
    double lungOuter(int side, double y) {
        double full = halfWidth * (1 + side * asymmetry);
        return 0.33 * halfWidth + (full - 0.33 * halfWidth) * opening(y);
    }

    /** Distance of the medial lung border from the midline: mediastinum, aortic knob, hilum. */
    double lungInner(int side, double y) {
        double below = (y - apex) / lungHeight;
        double round = StrictMath.max(0, 1 - below / 0.14);
        double behindHeart = 0.3 * mediastinum * ramp((y - heartY + heartShort) / 0.4);
        double inner = mediastinum - behindHeart + (0.33 * halfWidth - mediastinum) * round * round;
        if (side > 0) {
            inner += knobSize * bump(y, knobHeight, 0.16) + 1.1 * hilumSize * bump(y, knobHeight + 0.3, 0.34);
        } else {
            inner += 0.25 * knobSize * bump(y, knobHeight + 0.15, 0.35)
                    + 0.7 * hilumSize * bump(y, knobHeight + 0.36, 0.4);
        }
        return inner + side * midline(y);
    }

    /** Height of the diaphragm's dome at a distance from the midline. */
    double dome(int side, double distance) {
        double away = distance - domeSide * halfWidth;
        return domeHeight[side < 0 ? 0 : 1] + (away > 0 ? domeCurve : 0.35) * away * away;
    }

    /** Sideways course of the spine and what lies before it. */
    double midline(double y) {
        return spineBend * StrictMath.sin(1.6 * y + spinePhase);
    }

    double cageDepth(double y) {
        return depth * (0.55 + 0.45 * opening(y));
    }

    /** Air path through one lung, or 0; {@code outer} and {@code inner} are this row's borders. */
    double lungDepth(int side, double distance, double y, double outer, double inner) {
        if (y <= apex || distance >= outer || distance <= inner) {
            return 0;
        }
        double lateral = distance / outer;
        double chord = 1.85 * cageDepth(y) * StrictMath.sqrt(1 - lateral * lateral);
        double medial = StrictMath.min(1, StrictMath.sqrt((distance - inner) / 0.2));
        double top = StrictMath.min(1, StrictMath.sqrt((y - apex) / 0.25));
        double above = dome(side, distance) - y;
        double bottom = above >= 0 ? 0.5 + 0.5 * StrictMath.min(1, StrictMath.sqrt(above / 0.1))
                : 0.16 * StrictMath.max(0, 1 + above / 0.18);
        return chord * (0.35 + 0.65 * medial) * top * bottom;
    }

    /** Whether a point belongs to a lung field: between its borders and above the diaphragm. */
    boolean inLung(int side, double distance, double y, double outer, double inner) {
        return y > apex && distance < outer && distance > inner && y < dome(side, distance);
    }

    /** Depth of the heart, 0 outside its outline. */
    double heartDepth(double x, double y) {
        double dx = x - heartX;
        double dy = y - heartY;
        double along = (dx * heartCosine + dy * heartSine) / heartLong;
        double across = (dy * heartCosine - dx * heartSine) / (heartShort * (1 - heartEgg * along));
        double ventricles = 1 - along * along - across * across;
        double ax = (x - atriumX) / atriumRadius;
        double ay = (y - atriumY) / (1.15 * atriumRadius);
        double atrium = 0.6 * (1 - ax * ax - ay * ay);
        double inside = StrictMath.max(ventricles, atrium);
        return inside <= 0 ? 0 : 1.3 * depth * StrictMath.sqrt(inside);
    }

    /** Depth of trunk, neck, shoulders and arms, air spaces included. */
    double bodyDepth(double x, double y) {
        double distance = StrictMath.abs(x);
        double torso = ramp((y + 1.4) / 0.55);
        double half = neck + (halfWidth + wall - neck) * torso + (y > 0.3 ? 0.06 * (y - 0.3) : 0);
        double across = distance / half;
        double trunk = across >= 1 ? 0
                : (0.75 + 1.35 * depth * torso - 0.1) * StrictMath.sqrt(1 - across * across * across);
        double top = y - (shoulder + 0.18 * distance * distance);
        double bottom = axilla + 2.2 * (distance - halfWidth - wall) - y;
        double inside = StrictMath.min(top, bottom);
        double arm = inside <= 0 ? 0 : 0.85 * StrictMath.sqrt(StrictMath.min(1, inside / 0.35));
        return StrictMath.sqrt(trunk * trunk + arm * arm);
    }

    double belly(double y) {
        return ramp((y - domeHeight[0]) / 0.6);
    }

    /** A smooth hill of height 1 around a centre. */
    private static double bump(double y, double centre, double reach) {
        double t = (y - centre) / reach;
        return StrictMath.abs(t) >= 1 ? 0 : (1 - t * t) * (1 - t * t);
    }

    private static double ramp(double t) {
        return t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t);
    }
}
