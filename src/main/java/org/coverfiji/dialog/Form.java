package org.coverfiji.dialog;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JPanel;
import javax.swing.Scrollable;
import javax.swing.SwingUtilities;

import org.coverfiji.command.DialogHints;
import org.coverfiji.method.MethodSettings;

import ij.ImagePlus;

/** The fields of a dialog, what everybody needs above the rest; for the event thread. */
final class Form extends JPanel implements Scrollable {

    private static final long serialVersionUID = 1L;
    private static final String OPEN = "\u25be Advanced";
    private static final String CLOSED = "\u25b8 Advanced";
    /** The memory's name for what is worked on. */
    private static final String SOURCE = "?";
    private static final int MARGIN = 4;

    private final transient List<Row> rows = new ArrayList<>();
    private final transient SourceSwitch source;
    private final JButton advanced = new JButton(CLOSED);
    private final boolean hasAdvanced;
    private final transient Runnable changed;
    private boolean open;
    private boolean strict;
    private boolean settingTexts;
    /** What was said of values by the forecast, or by the run before. */
    private transient List<String> told = List.of();

    /** @param changed runs after every change of a value */
    Form(List<Field> fields, Runnable changed) {
        super(new GridBagLayout());
        this.changed = changed;
        setBorder(BorderFactory.createEmptyBorder(0, 0, 0, MARGIN));
        fields.forEach(field -> rows.add(new Row(field, images().size())));
        boolean choice = fields.stream().anyMatch(Field::isFolder);
        boolean enoughImages = images().stream().allMatch(image -> image.count() >= images().size());
        source = choice ? new SourceSwitch(enoughImages) : null;
        boolean anyBasic = fields.stream().anyMatch(Field::isBasic);
        hasAdvanced = anyBasic && fields.stream().anyMatch(field -> !field.isBasic());
        int y = 0;
        boolean switched = source == null;
        for (Row row : rows) {
            if (row.field().isBasic() || !anyBasic) {
                if (!switched && row.field().hasSource()) {
                    source.addTo(this, y++);
                    switched = true;
                }
                row.addTo(this, y++);
            }
        }
        addAdvanced(y++);
        for (Row row : rows) {
            if (!row.field().isBasic() && anyBasic) {
                row.addTo(this, y++);
            }
        }
        addFiller(y);
        for (Row row : rows) {
            row.editor().onChange(this::valueChanged);
        }
        if (source != null) {
            source.choose(hasImageParameter() ? DialogHints.IMAGE : DialogHints.FOLDER);
            source.onChange(this::valueChanged);
        }
        arrange();
    }

    private void addAdvanced(int y) {
        advanced.setName("Advanced");
        advanced.setBorderPainted(false);
        advanced.setContentAreaFilled(false);
        advanced.setMargin(new Insets(0, 0, 0, 0));
        GridBagConstraints cell = new GridBagConstraints();
        cell.gridy = y;
        cell.gridwidth = 2;
        cell.anchor = GridBagConstraints.LINE_START;
        cell.insets = new Insets(6, 0, 2, 0);
        add(advanced, cell);
        advanced.setVisible(hasAdvanced);
    }

    /** Takes up what is left below. */
    private void addFiller(int y) {
        GridBagConstraints cell = new GridBagConstraints();
        cell.gridy = y;
        cell.weighty = 1;
        add(new JPanel(null), cell);
    }

    private List<ImageEditor> images() {
        return rows.stream().map(Row::editor).filter(ImageEditor.class::isInstance).map(ImageEditor.class::cast)
                .collect(Collectors.toList());
    }

    private boolean hasImageParameter() {
        return rows.stream().anyMatch(row -> row.field().kind() == Field.Kind.IMAGE && !row.field().key().isEmpty());
    }

    /** Once fonts have their size. */
    void align() {
        int width = rows.stream().mapToInt(row -> row.label().getPreferredSize().width).max().orElse(0);
        rows.forEach(row -> row.align(width));
        arrange();
    }

    /** A field's row, by its id. */
    Row row(String id) {
        return rows.stream().filter(row -> row.field().id().equals(id)).findFirst().orElseThrow();
    }

    /** Where somebody starts to type. */
    void focusFirst() {
        rows.stream().filter(row -> row.isVisible() && row.field().kind() != Field.Kind.IMAGE).findFirst()
                .ifPresent(row -> row.editor().input().requestFocusInWindow());
    }

    JButton advancedButton() {
        return advanced;
    }

    boolean hasAdvanced() {
        return hasAdvanced;
    }

    boolean isAdvanced() {
        return open;
    }

    void setAdvanced(boolean opened) {
        open = opened;
        advanced.setText(open ? OPEN : CLOSED);
        arrange();
    }

    /** The open image that is worked on; null if none is, or more than one. */
    ImagePlus image() {
        boolean folder = source != null && source.source().equals(DialogHints.FOLDER);
        return folder || images().size() != 1 ? null : images().get(0).image();
    }

    /** Shows the fields that are asked for. */
    private void arrange() {
        boolean anyBasic = rows.stream().anyMatch(row -> row.field().isBasic());
        for (Row row : rows) {
            row.setVisible(isAsked(row) && (open || row.field().isBasic() || !anyBasic));
            row.setNeeded(row.field().isNeeded(sourceName()));
        }
        Mnemonics.assign(rows, source, advanced);
        revalidate();
        repaint();
    }

    private boolean isAsked(Row row) {
        return row.field().isAsked(sourceName(), method());
    }

    /** Empty where there is no choice. */
    private String sourceName() {
        return source == null ? "" : source.source();
    }

    private String method() {
        return rows.stream().filter(row -> row.field().id().equals(Fields.METHOD)).map(Row::text).findFirst()
                .orElse("");
    }

    private void valueChanged() {
        if (!settingTexts) {
            told = List.of();
            arrange();
            mark();
            changed.run();
        }
    }

    /** What the command is to be given, by key: the default for what is not asked for. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> settings = new ArrayList<>();
        boolean anySetting = false;
        for (Row row : rows) {
            Field field = row.field();
            String value = isAsked(row) ? field.value(row.text()) : field.standard();
            if (field.isSetting()) {
                anySetting = true;
                if (isAsked(row) && !row.text().isEmpty() && !row.text().equals(field.standard())) {
                    settings.add(field.key() + ":" + row.text());
                }
            } else if (!field.key().isEmpty()) {
                values.put(field.key(), field.kind() == Field.Kind.IMAGE && !isAsked(row) ? "" : value);
            }
        }
        if (anySetting) {
            values.put(MethodSettings.KEY, String.join(", ", settings));
        }
        return values;
    }

    /** What stands in the fields, to be brought back later. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        rows.forEach(row -> texts.put(row.field().id(), row.text()));
        if (source != null) {
            texts.put(SOURCE, source.source());
        }
        return texts;
    }

    /** Fills the fields in; those that are not named have their defaults. */
    void setTexts(Map<String, String> texts) {
        settingTexts = true;
        rows.forEach(row -> row.editor().setText(texts.getOrDefault(row.field().id(), row.field().first())));
        if (source != null && texts.containsKey(SOURCE)) {
            source.choose(texts.get(SOURCE));
        }
        settingTexts = false;
        strict = false;
        valueChanged();
    }

    /**
     * Marks every field whose value cannot be, also those that are missing.
     *
     * @return whether there is none
     */
    boolean check() {
        strict = true;
        mark();
        Row wrong = rows.stream().filter(row -> isAsked(row) && objection(row) != null).findFirst().orElse(null);
        if (wrong == null) {
            return true;
        }
        if (!wrong.isVisible()) {
            setAdvanced(true);
        }
        wrong.editor().input().requestFocusInWindow();
        scrollRectToVisible(place(wrong));
        return false;
    }

    private Rectangle place(Row row) {
        Component part = row.editor().component();
        Rectangle bounds = part.getBounds();
        return SwingUtilities.convertRectangle(part.getParent(), bounds, this);
    }

    private String objection(Row row) {
        if (row.field().kind() == Field.Kind.IMAGE && images().size() > 1
                && ((ImageEditor) row.editor()).isAmbiguous()) {
            return row.field().key() + " is " + row.text() + ", but several open images are called so; rename one"
                    + " (Image > Rename).";
        }
        boolean empty = row.text().isEmpty() && row.field().isNeeded(sourceName());
        return empty && !strict ? null : row.field().objection(row.text(), sourceName());
    }

    /** Shows what automatic values will be, by key. */
    void hint(Map<String, String> automatic) {
        rows.forEach(row -> row.hint(automatic.getOrDefault(row.field().forecastKey(method()), row.field().meaning())));
    }

    /** Marks the fields of which sentences speak: they start with the key, or with the file. */
    void tell(List<String> sentences) {
        told = sentences;
        mark();
    }

    private void mark() {
        for (Row row : rows) {
            String objection = isAsked(row) ? objection(row) : null;
            row.mark(objection != null ? objection : told.stream()
                    .filter(sentence -> isAsked(row) && isOf(row, sentence)).findFirst().orElse(null));
        }
    }

    private static boolean isOf(Row row, String sentence) {
        boolean file = row.field().kind() == Field.Kind.FILE && !row.text().isEmpty();
        return sentence.split("[ =]", 2)[0].equals(row.field().key()) || file && sentence.startsWith(row.text() + " ");
    }

    /** What is said of the fields that are marked. */
    Set<String> sentences() {
        Set<String> sentences = new LinkedHashSet<>();
        rows.stream().map(Row::sentence).filter(sentence -> sentence != null).forEach(sentences::add);
        return sentences;
    }

    @Override
    public Dimension getPreferredScrollableViewportSize() {
        return getPreferredSize();
    }

    @Override
    public int getScrollableUnitIncrement(Rectangle visible, int orientation, int direction) {
        return getFontMetrics(getFont()).getHeight();
    }

    @Override
    public int getScrollableBlockIncrement(Rectangle visible, int orientation, int direction) {
        return visible.height;
    }

    @Override
    public boolean getScrollableTracksViewportWidth() {
        return true;
    }

    @Override
    public boolean getScrollableTracksViewportHeight() {
        return getParent() != null && getParent().getHeight() > getPreferredSize().height;
    }
}
