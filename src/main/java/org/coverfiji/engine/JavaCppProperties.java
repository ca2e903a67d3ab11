package org.coverfiji.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import org.coverfiji.MemoryLimit;

/**
 * The system properties from which JavaCPP takes its limits when it initialises. They are set only while the engine
 * loads, because other plugins may bring a JavaCPP of their own.
 */
final class JavaCppProperties {

    private static final String PREFIX = "org.bytedeco.javacpp.";

    private JavaCppProperties() {
    }

    /** Sets the limits, unless the user set them, and returns the former properties for {@link #restore}. */
    static Map<String, String> set() {
        Map<String, String> former = snapshot();
        // JavaCPP's default is -Xmx, which says nothing about memory outside the Java heap.
        setIfAbsent("maxbytes", "0");
        setIfAbsent("maxphysicalbytes", Long.toString(MemoryLimit.usableBytes()));
        return former;
    }

    /** Makes JavaCPP's properties what they were. */
    static void restore(Map<String, String> former) {
        Properties properties = System.getProperties();
        snapshot().keySet().forEach(properties::remove);
        properties.putAll(former);
    }

    private static Map<String, String> snapshot() {
        Map<String, String> found = new HashMap<>();
        Properties properties = System.getProperties();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                found.put(name, properties.getProperty(name));
            }
        }
        return found;
    }

    private static void setIfAbsent(String name, String value) {
        if (System.getProperty(PREFIX + name) == null) {
            System.setProperty(PREFIX + name, value);
        }
    }
}
