package org.coverfiji.app.compare.report;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.Counted;
import org.coverfiji.app.compare.ComparedMethod;
import org.coverfiji.app.compare.ComparedProtocol;
import org.coverfiji.app.compare.PlannedRun;
import org.coverfiji.app.compare.TaskSettings;
import org.coverfiji.app.compare.TestScores;
import org.coverfiji.show.ContactSheet;

/** The same test images with every method's prediction beside the truth, of the first seed. */
final class PictureSheets {

    private static final int SIDE = 150;

    private final Map<String, BufferedImage> sheets = new LinkedHashMap<>();

    PictureSheets(Results results, PaperScores paper) {
        for (TaskSettings task : results.plan().tasks()) {
            for (ComparedProtocol protocol : task.protocols()) {
                for (int labels : results.numbers(task)) {
                    add(results, paper, task, protocol, labels);
                }
            }
        }
    }

    private void add(Results results, PaperScores paper, TaskSettings task, ComparedProtocol protocol, int labels) {
        List<String> titles = new ArrayList<>(List.of("image", "truth"));
        List<PlannedRun> runs = new ArrayList<>();
        for (ComparedMethod method : results.methods(paper)) {
            results.runs(task, protocol, labels, method).stream()
                    .filter(run -> results.folder().prediction(run, 0) != null).findFirst().ifPresent(run -> {
                        titles.add(method.label());
                        runs.add(run);
                    });
        }
        if (runs.isEmpty()) {
            return;
        }
        ContactSheet sheet = new ContactSheet(SIDE, titles.toArray(new String[0]));
        List<String> names = results.plan().testNames(task);
        for (int i = 0; results.folder().image(task, i) != null; i++) {
            BufferedImage[] panels = new BufferedImage[titles.size()];
            panels[0] = results.folder().image(task, i);
            panels[1] = results.folder().truth(task, i);
            StringBuilder caption = new StringBuilder(names.get(i));
            for (int r = 0; r < runs.size(); r++) {
                panels[2 + r] = results.folder().prediction(runs.get(r), i);
                TestScores scores = results.folder().scores(runs.get(r));
                if (scores != null) {
                    caption.append(r == 0 ? ": Dice " : ", ").append(Numbers.one(100 * scores.images().get(i).own()));
                }
            }
            sheet.add(caption.toString(), panels);
        }
        sheets.put(task.name() + ", " + PlannedRun.name(protocol) + ", "
                + Counted.of(labels, "label"), sheet.toImage());
    }

    /** By what they show. */
    Map<String, BufferedImage> sheets() {
        return sheets;
    }
}
