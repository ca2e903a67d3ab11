package org.coverfiji;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

import net.imagej.patcher.LegacyInjector;

import org.scijava.Context;
import org.scijava.Contextual;
import org.scijava.ItemVisibility;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/**
 * What Fiji is to the plugin: SciJava, a patched ImageJ 1.x and many newer libraries on one class path with the
 * plugin's jar. Runs every command through SciJava and writes macros that do the same, with a value for every key.
 * Arguments: the sample data, the folder of results, the folder for macros. Prints where the host's classes came from
 * and which system properties have changed.
 */
public final class FijiHost {

    private static final List<String> HOST_CLASSES = Arrays.asList("org.bytedeco.javacpp.Loader",
            "org.apache.commons.io.IOUtils", "org.apache.commons.lang3.StringUtils",
            "org.apache.commons.math3.util.FastMath", "org.apache.commons.compress.utils.IOUtils",
            "org.apache.commons.collections4.ListUtils", "com.google.common.collect.Lists", "com.google.gson.Gson",
            "com.sun.jna.Native", "com.sun.jna.platform.FileUtils", "org.slf4j.LoggerFactory");

    private FijiHost() {
    }

    public static void main(String[] arguments) throws Exception {
        System.setProperty("java.awt.headless", "true");
        LegacyInjector.preinit();
        Hosted.run(new File(arguments[0]), new File(arguments[1]), new File(arguments[2]));
        System.exit(0);
    }

    /** Apart, so that it is linked after ImageJ was patched. */
    private static final class Hosted {

        private static void run(File data, File out, File macros) throws Exception {
            ij.IJ.runPlugIn("ij.IJ.init", "");
            Context context = new Context();
            CommandService commands = context.service(CommandService.class);
            // What Java and its libraries set when they are first used is no change by the plugin.
            java.util.TimeZone.getDefault();
            org.slf4j.LoggerFactory.getILoggerFactory();
            com.sun.jna.Native.getNativeSize(int.class);
            Map<Object, Object> before = new HashMap<>(System.getProperties());
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            for (Scenario scenario : Scenario.all(data, out)) {
                Module module = run(commands, scenario);
                if (module == null) {
                    break;
                }
                Files.write(new File(macros, scenario.macro()).toPath(),
                        line(scenario, module).getBytes(StandardCharsets.UTF_8));
            }
            System.out.println("SAME CONTEXT LOADER " + (loader == Thread.currentThread().getContextClassLoader()));
            Properties after = System.getProperties();
            after.forEach((name, value) -> {
                if (!value.equals(before.get(name))) {
                    System.out.println("CHANGED " + name + "=" + value);
                }
            });
            before.keySet().stream().filter(name -> !after.containsKey(name))
                    .forEach(name -> System.out.println("REMOVED " + name));
            for (String name : HOST_CLASSES) {
                System.out.println("HOST " + new File(Class.forName(name).getProtectionDomain().getCodeSource()
                        .getLocation().toURI()).getName());
            }
            System.out.println("LOGGERS " + org.slf4j.LoggerFactory.getILoggerFactory().getClass().getSimpleName());
            Module other = commands.run("org.coverfiji.command.BenchmarkCommand", true, "device", "cuda").get();
            System.out.println("CUDA " + ((org.scijava.Cancelable) other.getDelegateObject()).getCancelReason());
        }

        /** Null if the command failed. */
        private static Module run(CommandService commands, Scenario scenario) throws Exception {
            Map<String, Object> inputs = new HashMap<>(scenario.values());
            if (scenario.image() != null) {
                ij.ImagePlus image = ij.IJ.openImage(scenario.image());
                image.show();
                inputs.put("image", image);
            }
            Module module = commands.run("org.coverfiji.command." + scenario.command(), true, inputs).get();
            String failure = ((org.scijava.Cancelable) module.getDelegateObject()).getCancelReason();
            System.out.println("RAN " + scenario.command() + " " + (failure == null ? "well" : failure));
            return failure == null ? module : null;
        }

        /** Every input that has a value, as Fiji's recorder puts what it records: blanks in brackets. */
        private static String line(Scenario scenario, Module module) {
            StringBuilder options = new StringBuilder();
            for (ModuleItem<?> input : module.getInfo().inputs()) {
                Object value = input.getValue(module);
                if (value == null || value instanceof Context || value instanceof Contextual
                        || input.getVisibility() == ItemVisibility.MESSAGE) {
                    continue;
                }
                String text = value instanceof ij.ImagePlus ? ((ij.ImagePlus) value).getTitle() : value.toString();
                boolean quoted = text.isEmpty() || text.contains(" ");
                options.append(input.getName().toLowerCase(Locale.ROOT)).append('=')
                        .append(quoted ? "[" + text + "]" : text).append(' ');
            }
            String open = scenario.image() == null ? "" : "open(\"" + scenario.image() + "\");\n";
            return open + "run(\"" + scenario.label() + "\", \"" + options.toString().trim() + "\");\n";
        }
    }
}
