package org.coverfiji.dialog;

import java.awt.BorderLayout;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.awt.dnd.DnDConstants;
import java.awt.dnd.DropTarget;
import java.awt.dnd.DropTargetAdapter;
import java.awt.dnd.DropTargetDropEvent;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.filechooser.FileNameExtensionFilter;

import org.scijava.widget.FileWidget;

/**
 * A file's or folder's path: typed, dropped, or found with the Browse button. Where the field takes several, what is
 * dropped or found comes behind what is there, with a comma between.
 */
final class FileEditor implements Editor {

    private static final int COLUMNS = 30;
    private static final int GAP = 4;
    /** Where the last file was chosen. */
    private static File lastFolder;

    private final Field field;
    private final TextEditor path = new TextEditor(COLUMNS);
    private final JPanel panel = new JPanel(new BorderLayout(GAP, 0));

    FileEditor(Field field) {
        this.field = field;
        JButton browse = new JButton("Browse…");
        browse.getAccessibleContext().setAccessibleName("Browse for " + field.label());
        browse.addActionListener(event -> browse());
        panel.add(path.input(), BorderLayout.CENTER);
        panel.add(browse, BorderLayout.EAST);
        new DropTarget(path.input(), new Drop());
    }

    @Override
    public JPanel component() {
        return panel;
    }

    @Override
    public JTextField input() {
        return path.input();
    }

    @Override
    public String text() {
        return path.text();
    }

    @Override
    public void setText(String text) {
        path.setText(text);
    }

    @Override
    public void hint(String text) {
        path.hint(text);
    }

    @Override
    public void onChange(Runnable action) {
        path.onChange(action);
    }

    private boolean isForSeveral() {
        return field.kind() == Field.Kind.FILES;
    }

    private void browse() {
        boolean anew = text().isEmpty() || isForSeveral();
        JFileChooser chooser = new JFileChooser(anew ? lastFolder : new File(text()).getParentFile());
        chooser.setMultiSelectionEnabled(isForSeveral());
        chooser.setDialogTitle(field.label());
        chooser.setFileSelectionMode(field.fileStyle().equals(FileWidget.DIRECTORY_STYLE)
                ? JFileChooser.DIRECTORIES_ONLY : field.fileStyle().equals(FileWidget.FILE_AND_DIRECTORY_STYLE)
                        ? JFileChooser.FILES_AND_DIRECTORIES : JFileChooser.FILES_ONLY);
        if (!anew) {
            chooser.setSelectedFile(new File(text()));
        }
        String ending = field.unit().startsWith(".") ? field.unit() : field.help().contains(".cover") ? ".cover" : "";
        if (!ending.isEmpty()) {
            chooser.setFileFilter(new FileNameExtensionFilter("*" + ending, ending.substring(1)));
        }
        boolean save = field.fileStyle().equals(FileWidget.SAVE_STYLE);
        int answer = save ? chooser.showSaveDialog(panel) : chooser.showDialog(panel, "Choose");
        if (answer == JFileChooser.APPROVE_OPTION) {
            File chosen = chooser.getSelectedFile();
            lastFolder = chosen.getParentFile();
            if (isForSeveral()) {
                take(List.of(chooser.getSelectedFiles()));
                return;
            }
            setText(save && !chosen.getName().contains(".") ? chosen.getPath() + ending : chosen.getPath());
        }
    }

    /** Of several for a field of one file, the first. */
    void take(List<File> files) {
        if (!isForSeveral()) {
            setText(files.get(0).getPath());
            return;
        }
        Stream<String> before = Arrays.stream(text().split(",")).map(String::trim).filter(path -> !path.isEmpty());
        setText(Stream.concat(before, files.stream().map(File::getPath)).distinct().collect(Collectors.joining(",")));
    }

    /** Files that are dropped on the field. */
    private final class Drop extends DropTargetAdapter {
        @Override
        public void drop(DropTargetDropEvent event) {
            if (!event.isDataFlavorSupported(DataFlavor.javaFileListFlavor)) {
                event.rejectDrop();
                return;
            }
            event.acceptDrop(DnDConstants.ACTION_COPY);
            try {
                List<?> files = (List<?>) event.getTransferable().getTransferData(DataFlavor.javaFileListFlavor);
                take(files.stream().map(File.class::cast).collect(Collectors.toList()));
                event.dropComplete(true);
            } catch (UnsupportedFlavorException | IOException e) {
                event.dropComplete(false);
            }
        }
    }
}
