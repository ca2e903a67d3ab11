package org.coverfiji.method;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.coverfiji.setting.SettingValues;

/** Sentences of methods on how they are understood. */
final class Notes {

    /** Of the image-level contrastive methods. */
    static final String GREY = "Of the published changes of colour those are left that grey images can have"
            + " (brightness, contrast and blur): our own reading.";

    private Notes() {
    }

    static List<String> with(List<String> notes, String... more) {
        return with(notes, Arrays.asList(more));
    }

    static List<String> with(List<String> notes, List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return all;
    }

    /** What the published program has and this one has not, where its values were asked for; else nothing. */
    static List<String> published(SettingValues values, String sentence) {
        return values.get(Presets.PRESET).equals(Presets.OFFICIAL)
                ? Collections.singletonList("Not as published: " + sentence + ".") : Collections.emptyList();
    }
}
