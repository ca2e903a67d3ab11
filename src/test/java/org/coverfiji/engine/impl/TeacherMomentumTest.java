package org.coverfiji.engine.impl;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.TeacherMomentum;
import org.junit.Test;

public class TeacherMomentumTest {

    @Test
    public void endsAtOneAndConstantStays() {
        assertEquals(1, TeacherMomentum.cosine(0.9, 10).at(10), 0);
        assertEquals(1, TeacherMomentum.cosine(0.9, 10).at(25), 0);
        assertEquals(0.9, TeacherMomentum.cosine(0.9, 10).at(0), 1e-15);
        assertEquals(0.999, TeacherMomentum.constant(0.999).at(1000), 0);
    }

    @Test
    public void whatIsNoMomentumIsRefused() {
        assertThrows(CoverException.class, () -> TeacherMomentum.constant(1.1));
        assertThrows(CoverException.class, () -> TeacherMomentum.constant(Double.NaN));
        assertThrows(CoverException.class, () -> TeacherMomentum.cosine(0.9, 0));
    }
}
