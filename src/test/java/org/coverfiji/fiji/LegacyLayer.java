package org.coverfiji.fiji;

import java.awt.GraphicsEnvironment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import javax.swing.JDialog;

import org.coverfiji.DialogUser;
import org.coverfiji.command.CommandRunner;
import org.scijava.ItemVisibility;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.AbstractSingleInputPreprocessor;
import org.scijava.plugin.Parameter;
import org.scijava.thread.ThreadService;
import org.scijava.widget.Button;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.plugin.PlugIn;

/** What Fiji's legacy layer adds to SciJava's processing of commands, in a few lines each. */
final class LegacyLayer {

    private static final Map<Thread, String> OPTIONS = new ConcurrentHashMap<>();
    private static final List<String> DIALOGS = new CopyOnWriteArrayList<>();
    private static final List<String> RECORDED = new CopyOnWriteArrayList<>();
    private static final Map<Module, Set<String>> EXCLUDED = new WeakHashMap<>();
    private static volatile Consumer<JDialog> user;
    private static DialogUser watch;

    private LegacyLayer() {
    }

    static void reset() {
        DIALOGS.clear();
        RECORDED.clear();
        user = null;
        if (watch == null && !GraphicsEnvironment.isHeadless()) {
            watch = new DialogUser(LegacyLayer::answer);
        }
    }

    /** The suite's dialog has opened. */
    private static void answer(JDialog dialog) {
        DIALOGS.add(dialog.getTitle());
        if (user != null) {
            user.accept(dialog);
        }
        if (dialog.isShowing()) {
            DialogUser.press(dialog, user == null ? "Cancel" : "OK");
        }
        if (dialog.isShowing()) {
            DIALOGS.add(DialogUser.messages(dialog));
            dialog.dispose();
        }
    }

    /** The dialogs that were opened, by title, and the parameters for which Fiji itself would ask. */
    static List<String> dialogs() {
        return DIALOGS;
    }

    /** The lines that the recorder has written. */
    static List<String> recorded() {
        return RECORDED;
    }

    /** Whoever fills the dialogs in, and presses OK then; without anybody they are cancelled. */
    static void setUser(Consumer<JDialog> person) {
        user = person;
    }

    /** A command in ImageJ's menu. */
    public static final class MenuItem implements PlugIn {
        @Override
        public void run(String className) {
            if (Macro.getOptions() != null) {
                OPTIONS.put(Thread.currentThread(), Macro.getOptions());
            }
            try {
                Fiji.running().choose(className);
            } finally {
                OPTIONS.remove(Thread.currentThread());
            }
        }
    }

    /** A macro's parameters are known on the threads for which it waits; elsewhere in Fiji by patching ImageJ. */
    public static final class MacroOptions extends AbstractPreprocessorPlugin {

        @Parameter
        private ThreadService threads;

        @Override
        public void process(Module module) {
            Thread parent = threads.getParent(null);
            if (!Thread.currentThread().getName().startsWith("Run$_")) {
                Thread.currentThread().setName("Run$_" + Thread.currentThread().getName());
            }
            Macro.setOptions(parent == null ? null : OPTIONS.get(parent));
        }
    }

    /** The keys that a macro's line names. */
    public static final class NamedKeys extends AbstractPreprocessorPlugin {

        @Parameter
        private ConvertService convert;

        @Override
        public void process(Module module) {
            if (!IJ.isMacro()) {
                return;
            }
            String options = Macro.getOptions() == null ? "" : Macro.getOptions();
            for (ModuleItem<?> item : module.getInfo().inputs()) {
                String value = Macro.getValue(options, item.getName(), null);
                if (item.getType() == Button.class || item.getVisibility() == ItemVisibility.MESSAGE) {
                    module.resolveInput(item.getName());
                } else if (value != null && convert.supports(value, item.getType())) {
                    module.setInput(item.getName(), convert.convert(value, item.getType()));
                    module.resolveInput(item.getName());
                }
            }
        }
    }

    /** The active image for the only parameter that is one. */
    public static final class ActiveImage extends AbstractSingleInputPreprocessor {
        @Override
        public void process(Module module) {
            ImagePlus active = WindowManager.getCurrentImage();
            String input = getSingleInput(module, ImagePlus.class);
            if (active != null && input != null) {
                module.setInput(input, active);
                module.resolveInput(input);
            }
        }
    }

    /** Notes what was resolved before, which is not recorded. */
    public static final class RecorderStart extends AbstractPreprocessorPlugin {
        @Override
        public void process(Module module) {
            if (module.getInfo().is("no-record")) {
                return;
            }
            Set<String> resolved = new HashSet<>();
            module.getInfo().inputs().forEach(item -> {
                if (module.isInputResolved(item.getName())) {
                    resolved.add(item.getName());
                }
            });
            EXCLUDED.put(module, resolved);
        }
    }

    /** Records what has a value. */
    public static final class RecorderEnd extends AbstractPostprocessorPlugin {
        @Override
        public void process(Module module) {
            if (!IJ.isMacro() && !module.getInfo().is("no-record")) {
                RECORDED.add(record(module, EXCLUDED.get(module)));
            }
        }
    }

    /** What the recorder writes: neither files that are not there, nor what was resolved before it. */
    static String record(Module module, Set<String> excluded) {
        List<String> options = new ArrayList<>();
        for (ModuleItem<?> item : module.getInfo().inputs()) {
            Object value = item.getValue(module);
            if (value != null && item.getVisibility() != ItemVisibility.MESSAGE
                    && !excluded.contains(item.getName())) {
                String text = value instanceof ImagePlus ? ((ImagePlus) value).getTitle() : value.toString();
                options.add(item.getName() + "=" + (text.isEmpty() || text.contains(" ") ? "[" + text + "]" : text));
            }
        }
        return "run(\"" + CommandRunner.label(module.getInfo()) + "\", \""
                + (String.join(" ", options) + " ").replace("\\", "\\\\") + "\");";
    }

    /** Asks for what is left; cancelled unless somebody is there. */
    public static final class Dialog extends AbstractPreprocessorPlugin {
        @Override
        public void process(Module module) {
            List<String> asked = new ArrayList<>();
            for (ModuleItem<?> item : module.getInfo().inputs()) {
                if (!module.isInputResolved(item.getName())) {
                    asked.add(item.getName());
                }
            }
            if (asked.isEmpty()) {
                return;
            }
            DIALOGS.add(String.join(",", asked));
            cancel("");
        }
    }
}
