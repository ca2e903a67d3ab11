package org.coverfiji.dialog;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntConsumer;

import javax.swing.AbstractButton;

/** Gives what is shown letters for the keyboard (Alt and the letter), each letter once. */
final class Mnemonics {

    private static final String OF_BUTTONS = "AHRC";

    private Mnemonics() {
    }

    /** @param source null if there is none */
    static void assign(List<Row> rows, SourceSwitch source, AbstractButton advanced) {
        Set<Character> taken = new HashSet<>();
        OF_BUTTONS.chars().forEach(letter -> taken.add((char) letter));
        advanced.setMnemonic('A');
        if (source != null) {
            assign(source.image().getText(), taken, source.image()::setMnemonic);
            assign(source.folder().getText(), taken, source.folder()::setMnemonic);
        }
        for (Row row : rows) {
            String text = row.isVisible() ? row.field().label() : "";
            if (row.editor() instanceof FlagEditor) {
                assign(text, taken, ((FlagEditor) row.editor()).input()::setMnemonic);
            } else {
                assign(text, taken, row.label()::setDisplayedMnemonic);
            }
        }
    }

    private static void assign(String text, Set<Character> taken, IntConsumer mnemonic) {
        for (char letter : text.toUpperCase(Locale.ROOT).toCharArray()) {
            if (letter >= 'A' && letter <= 'Z' && taken.add(letter)) {
                mnemonic.accept(letter);
                return;
            }
        }
        mnemonic.accept(0);
    }
}
