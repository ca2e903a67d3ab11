package org.coverfiji.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coverfiji.method.CoverRecipe;
import org.coverfiji.method.Recipes;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Plugin;

import ij.IJ;

/** Plugins ▸ COVER ▸ COVER Citation...: what to cite in published work. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Citation...",
        description = "Gives the reference of the method's paper, as text and for BibTeX.",
        attrs = @Attr(name = CoverCommand.MANUAL, value = "citation"))
public class CitationCommand extends CoverCommand {

    static final String REFERENCE = "Yuting He and Shuo Li. Vector Contrastive Learning For Pixel-Wise Pretraining In "
            + "Medical Vision. In Proceedings of the IEEE/CVF International Conference on Computer Vision (ICCV),"
            + " 2025. "
            + "arXiv:2506.20850";

    static final String BIBTEX = String.join("\n",
            "@inproceedings{he2025cover,",
            "  author    = {He, Yuting and Li, Shuo},",
            "  title     = {Vector Contrastive Learning For Pixel-Wise Pretraining In Medical Vision},",
            "  booktitle = {Proceedings of the IEEE/CVF International Conference on Computer Vision (ICCV)},",
            "  year      = {2025},",
            "  eprint    = {2506.20850},",
            "  archivePrefix = {arXiv}",
            "}");

    private static final String OTHERS = "A model that was pretrained by another method, which COVER Model Info tells,"
            + " calls for that method's reference, too:";

    @Override
    protected void execute() {
        List<String> lines = new ArrayList<>(List.of(REFERENCE, ""));
        lines.addAll(BIBTEX.lines().collect(Collectors.toList()));
        lines.addAll(List.of("", OTHERS));
        others().forEach(lines::add);
        if (windows()) {
            lines.addAll(0, List.of("If you use COVER for published work, please cite the method's paper:", ""));
            Windows.showText("COVER Citation", lines);
        } else {
            lines.stream().filter(line -> !line.isEmpty()).forEach(IJ::log);
        }
    }

    private static Stream<String> others() {
        return Recipes.all().stream().filter(recipe -> !(recipe instanceof CoverRecipe))
                .map(recipe -> recipe.name() + ": " + recipe.reference() + ".");
    }
}
