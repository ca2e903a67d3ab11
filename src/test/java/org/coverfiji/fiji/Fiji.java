package org.coverfiji.fiji;

import static org.junit.Assert.assertFalse;

import java.lang.reflect.Field;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

import org.coverfiji.command.CommandRunner;
import org.scijava.Context;
import org.scijava.InstantiableException;
import org.scijava.Priority;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.module.event.ModuleExecutingEvent;
import org.scijava.module.event.ModuleStartedEvent;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.plugin.SciJavaPlugin;
import org.scijava.thread.DefaultThreadService;
import org.scijava.widget.InputHarvester;

import ij.Menus;
import ij.macro.Interpreter;

/**
 * SciJava's own machinery, which runs the suite's commands in Fiji, with stand-ins for what Fiji's legacy layer adds
 * (see {@link LegacyLayer}). A command's menu item runs it on a thread of SciJava's pool, as there.
 */
final class Fiji implements AutoCloseable {

    private static final Map<String, Fiji> RUNNING = new ConcurrentHashMap<>();

    private final Context context = new Context();
    private final List<Module> started = new CopyOnWriteArrayList<>();
    private final List<Module> executed = new CopyOnWriteArrayList<>();
    private final Object menusBefore;
    private Consumer<Module> work;

    /** @param macroFirst whether the legacy layer reads a macro's line before the active image, as newer ones do */
    Fiji(boolean macroFirst) {
        add(LegacyLayer.MacroOptions.class, PreprocessorPlugin.class, Priority.FIRST);
        add(LegacyLayer.NamedKeys.class, PreprocessorPlugin.class, (macroFirst ? 2 : 1) * Priority.VERY_HIGH);
        add(LegacyLayer.ActiveImage.class, PreprocessorPlugin.class, Priority.VERY_HIGH + 1);
        add(LegacyLayer.RecorderStart.class, PreprocessorPlugin.class, Priority.VERY_HIGH + 1);
        add(LegacyLayer.Dialog.class, PreprocessorPlugin.class, InputHarvester.PRIORITY);
        add(LegacyLayer.RecorderEnd.class, PostprocessorPlugin.class, Priority.VERY_LOW);
        context.service(EventService.class).subscribe(this);
        WaitingThreads.install();
        LegacyLayer.reset();
        RUNNING.put("Fiji", this);
        menusBefore = setMenus(menus());
    }

    private <P extends SciJavaPlugin> void add(Class<? extends P> plugin, Class<P> type, double priority) {
        PluginInfo<P> info = new PluginInfo<>(plugin.getName(), type);
        info.setPriority(priority);
        context.service(PluginService.class).addPlugin(info);
    }

    /** What Fiji's menus hold. */
    private Hashtable<String, String> menus() {
        Hashtable<String, String> menus = new Hashtable<>();
        for (CommandInfo info : commands()) {
            menus.put(CommandRunner.label(info), LegacyLayer.MenuItem.class.getName() + "(\"" + info.getClassName()
                    + "\")");
        }
        return menus;
    }

    /** Without a display ImageJ cannot make its menus. */
    private static Object setMenus(Object table) {
        try {
            Field menus = Menus.class.getDeclaredField("pluginsTable");
            menus.setAccessible(true);
            Object before = menus.get(null);
            menus.set(null, table);
            return before;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    Context context() {
        return context;
    }

    List<CommandInfo> commands() {
        return new CommandRunner(context).own();
    }

    CommandInfo command(String name) {
        return new CommandRunner(context).find(name);
    }

    /** Adds a command of a test to the menu. */
    @SuppressWarnings("unchecked")
    void addCommand(CommandInfo info, String label) {
        context.service(ModuleService.class).addModule(info);
        Menus.getCommands().put(label, LegacyLayer.MenuItem.class.getName() + "(\"" + info.getClassName() + "\")");
    }

    /** Puts something else in the place of what commands do once their parameters are complete. */
    void setWork(Consumer<Module> work) {
        this.work = work;
    }

    static Fiji running() {
        return RUNNING.get("Fiji");
    }

    /** As the legacy layer does where a menu item is chosen, by a person or a macro: waits for the end. */
    Module choose(String className) {
        CommandInfo info = (CommandInfo) context.service(ModuleService.class).getModules().stream()
                .filter(module -> module.getDelegateClassName().equals(className)).findFirst().get();
        try {
            return context.service(ModuleService.class).run(module(info), true).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Module module(CommandInfo info) {
        if (work == null) {
            return context.service(ModuleService.class).createModule(info);
        }
        try {
            Module module = new CommandModule(info, info.createInstance()) {
                @Override
                public void run() {
                    work.accept(this);
                }
            };
            context.inject(module);
            return module;
        } catch (InstantiableException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs a macro to its end, or to where a command stops it; returns why it stopped, or null. */
    static String macro(String text) {
        return macro(text, "");
    }

    static String macro(String text, String argument) {
        Interpreter interpreter = new Interpreter();
        // An error would open a dialog.
        interpreter.setIgnoreErrors(true);
        interpreter.run(text, argument);
        return interpreter.getErrorMessage();
    }

    @EventHandler
    void onEvent(ModuleStartedEvent event) {
        started.add(event.getModule());
    }

    @EventHandler
    void onEvent(ModuleExecutingEvent event) {
        executed.add(event.getModule());
    }

    /** The modules whose parameters were complete, in their order. */
    List<Module> executed() {
        return executed;
    }

    /** The newest one that was started. */
    Module last() {
        assertFalse("no command was started", started.isEmpty());
        return started.get(started.size() - 1);
    }

    void forget() {
        started.clear();
        executed.clear();
        LegacyLayer.reset();
    }

    @Override
    public void close() {
        setMenus(menusBefore);
        RUNNING.clear();
        context.dispose();
    }

    /**
     * Which thread waits for which. SciJava's own table is not made for several threads and, very seldom, loses an
     * entry; Fiji then takes a macro's line for one without parameters.
     */
    private static final class WaitingThreads extends WeakHashMap<Thread, Thread> {

        static void install() {
            try {
                Field parents = DefaultThreadService.class.getDeclaredField("parents");
                parents.setAccessible(true);
                if (!(parents.get(null) instanceof WaitingThreads)) {
                    parents.set(null, new WaitingThreads());
                }
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public synchronized Thread get(Object thread) {
            return super.get(thread);
        }

        @Override
        public synchronized Thread put(Thread thread, Thread parent) {
            return super.put(thread, parent);
        }

        @Override
        public synchronized Thread remove(Object thread) {
            return super.remove(thread);
        }
    }
}
