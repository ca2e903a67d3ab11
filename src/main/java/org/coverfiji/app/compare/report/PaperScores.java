package org.coverfiji.app.compare.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.app.compare.ComparedMethod;
import org.coverfiji.app.compare.YamlFile;

/** The paper's own comparison, beside which that of a user is set: docs/paper.yaml. Immutable. */
public final class PaperScores {

    private static final String FILE = "paper.yaml";

    private final List<String> tasks;
    private final Map<?, ?> methods;

    private PaperScores(Map<?, ?> all) {
        tasks = new ArrayList<>();
        ((Map<?, ?>) all.get("tasks")).keySet().forEach(task -> tasks.add(task.toString()));
        methods = (Map<?, ?>) all.get("methods");
    }

    /** @throws CoverException if COVER is not installed as a whole */
    public static PaperScores read() {
        try (InputStream in = PaperScores.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new CoverException(FILE + " is missing; install COVER again.");
            }
            return new PaperScores((Map<?, ?>) YamlFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8),
                    FILE));
        } catch (IOException e) {
            throw new CoverException(FILE + " cannot be read; install COVER again.", e);
        }
    }

    /** @throws CoverException if the paper has no such task; an empty name is none */
    public static void require(String task) {
        if (!task.isEmpty() && !read().tasks.contains(task)) {
            throw new CoverException("paper is " + task + ", but must be one of " + String.join(", ", read().tasks)
                    + ", or empty.");
        }
    }

    /** Names of the paper's tasks. */
    public List<String> tasks() {
        return tasks;
    }

    /** The methods' families, in the paper's order. */
    List<String> families() {
        List<String> families = new ArrayList<>();
        for (Object method : methods.values()) {
            String family = ((Map<?, ?>) method).get("family").toString();
            if (!families.contains(family)) {
                families.add(family);
            }
        }
        return families;
    }

    /** The family of a method, with its ablations; "other" for one that the paper does not have. */
    String family(ComparedMethod method) {
        Map<?, ?> entry = entry(method);
        return entry == null ? "other" : entry.get("family").toString();
    }

    /** In percent; NaN where the paper has none. */
    double score(ComparedMethod method, String task) {
        Map<?, ?> entry = entry(method);
        int column = tasks.indexOf(task);
        // An ablation is not what the paper's table has.
        return entry == null || column < 0 || !method.settings().isEmpty() ? Double.NaN
                : ((Number) ((List<?>) entry.get("scores")).get(column)).doubleValue();
    }

    private Map<?, ?> entry(ComparedMethod method) {
        String name = method.isScratch() ? method.label() : method.recipe() == null ? "" : method.recipe().name();
        return methods.entrySet().stream().filter(entry -> entry.getKey().toString().equalsIgnoreCase(name))
                .map(entry -> (Map<?, ?>) entry.getValue()).findFirst().orElse(null);
    }
}
