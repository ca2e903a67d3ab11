package org.coverfiji.command;

import java.util.function.Predicate;

import org.scijava.Context;
import org.scijava.Priority;
import org.scijava.app.DefaultStatusService;

/** Does something once, on the thread of a command, when that shows some progress. */
final class StatusHook extends DefaultStatusService {

    private int shown;
    private Predicate<String> awaited = message -> false;
    private Runnable action = () -> { };

    /** In the place of the context's own. */
    static StatusHook in(Context context) {
        StatusHook hook = new StatusHook();
        hook.setPriority(Priority.EXTREMELY_HIGH);
        context.getServiceIndex().add(hook);
        return hook;
    }

    /** @param at how many messages from now on, from 1; 0 for never */
    void act(int at, Runnable newAction) {
        act(message -> shown == at, newAction);
    }

    /** @param newAwaited of the message */
    void act(Predicate<String> newAwaited, Runnable newAction) {
        shown = 0;
        awaited = newAwaited;
        action = newAction;
    }

    /** How many messages there were since then. */
    int shown() {
        return shown;
    }

    private void heed(String message) {
        shown++;
        if (awaited.test(message)) {
            awaited = any -> false;
            action.run();
        }
    }

    @Override
    public void showStatus(String message) {
        heed(message);
    }

    @Override
    public void showStatus(int progress, int maximum, String message) {
        heed(message);
    }
}
