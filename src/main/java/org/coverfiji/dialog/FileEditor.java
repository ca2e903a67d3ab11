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
import java.util.List;

import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.filechooser.FileNameExtensionFilter;

import org.scijava.widget.FileWidget;

/** A file's or folder's path: typed, dropped, or found with the Browse button. */
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

    private void browse() {
        JFileChooser chooser = new JFileChooser(text().isEmpty() ? lastFolder : new File(text()).getParentFile());
        chooser.setDialogTitle(field.label());
        chooser.setFileSelectionMode(field.fileStyle().equals(FileWidget.DIRECTORY_STYLE)
                ? JFileChooser.DIRECTORIES_ONLY : field.fileStyle().equals(FileWidget.FILE_AND_DIRECTORY_STYLE)
                        ? JFileChooser.FILES_AND_DIRECTORIES : JFileChooser.FILES_ONLY);
        if (!text().isEmpty()) {
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
            setText(save && !chosen.getName().contains(".") ? chosen.getPath() + ending : chosen.getPath());
        }
    }

    /** The first of the files that are dropped on the field. */
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
                setText(((File) files.get(0)).getPath());
                event.dropComplete(true);
            } catch (UnsupportedFlavorException | IOException e) {
                event.dropComplete(false);
            }
        }
    }
}
