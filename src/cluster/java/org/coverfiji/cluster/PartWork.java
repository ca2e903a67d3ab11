package org.coverfiji.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.apache.spark.api.java.JavaSparkContext;
import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;

/** Runs a command part by part, each part a task: a machine that is lost costs its tasks only, which others do. */
final class PartWork {

    private PartWork() {
    }

    /**
     * Runs all parts.
     *
     * @param command its label
     * @param parameters without {@code part}
     * @param parts such as {@code 3/10}
     * @return why parts could not be done, a sentence each; empty if all are
     * @throws CoverException if none could be done
     */
    static List<String> run(JavaSparkContext spark, String command, String parameters, List<String> parts) {
        if (parts.isEmpty()) {
            return List.of();
        }
        List<String> reasons = spark.parallelize(parts, parts.size()).map(part -> done(command, parameters, part))
                .collect();
        List<String> failed = reasons.stream().filter(reason -> !reason.isEmpty()).collect(Collectors.toList());
        if (failed.size() == parts.size()) {
            throw new CoverException(failed.get(0));
        }
        return failed;
    }

    /** A sentence of the command's own is no failure of Spark's, which would try the same again. */
    private static String done(String command, String parameters, String part) {
        try {
            Program.host().runCommand(command, with(parameters, "part", part));
            return "";
        } catch (CancelledException e) {
            throw e;
        } catch (CoverException e) {
            return e.getMessage();
        }
    }

    /** The parts from the first to the last of so many. */
    static List<String> all(int count) {
        List<String> parts = new ArrayList<>();
        for (int part = 1; part <= count; part++) {
            parts.add(part + "/" + count);
        }
        return parts;
    }

    /** The text of a command's parameters with one more. */
    static String with(String parameters, String key, String value) {
        return (parameters.isBlank() ? "" : parameters + ", ") + key + "='" + value + "'";
    }
}
