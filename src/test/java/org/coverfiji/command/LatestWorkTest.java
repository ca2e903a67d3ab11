package org.coverfiji.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.coverfiji.CoverException;
import org.junit.Test;

import ij.ImagePlus;
import ij.process.ByteProcessor;

public class LatestWorkTest {

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final ImagePlus first = new ImagePlus("first", new ByteProcessor(2, 2));
    private final ImagePlus second = new ImagePlus("second", new ByteProcessor(2, 2));
    private final LatestWork work = new LatestWork("clicks", log::add, first, second);

    private void awaitEnd() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        work.end(ended::countDown);
        assertTrue(ended.await(10, TimeUnit.SECONDS));
    }

    @Test
    public void whyThereIsNoAnswerIsTold() throws InterruptedException {
        work.ask(() -> {
            throw new CoverException("The point lies outside.");
        });
        awaitEnd();
        assertEquals(List.of("The point lies outside."), log);
    }

    /** As the window does, whose listeners hear of it only then. */
    @Test
    public void anImageThatIsClosedMeanwhileNeedsNoAnswer() throws InterruptedException {
        boolean[] overtaken = new boolean[2];
        work.ask(() -> {
            overtaken[0] = work.isOvertaken();
            second.flush();
            overtaken[1] = work.isOvertaken();
            second.getStack().getProcessor(1);
        });
        awaitEnd();
        assertFalse(overtaken[0]);
        assertTrue(overtaken[1]);
        assertEquals(List.of(), log);
    }
}
