package org.coverfiji.model.exchange;

import java.io.Closeable;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.zip.ZipException;

import org.coverfiji.CoverException;

/**
 * Another program's file of weights, open for reading: PyTorch's or safetensors, told apart by content. Its groups of
 * tensors are by the names that the file gives them: a training dictionary may hold several networks.
 */
interface ForeignFile extends Closeable {

    /** Groups by the way to them in the file, such as {@code state_dict} (empty for the file itself), in its order. */
    Map<String, Map<String, StoredTensor>> groups();

    /**
     * @throws CoverException if the file is missing, damaged, of another kind, or asks for anything to be run
     */
    static ForeignFile open(File file) {
        if (!file.isFile()) {
            throw new CoverException("The file " + file + (file.isDirectory() ? " is a folder" : " does not exist")
                    + "; choose a .pth, .pt, .pth.tar or .safetensors file.");
        }
        try {
            byte[] start = start(file);
            if (start.length >= 2 && start[0] == 'P' && start[1] == 'K') {
                return new TorchFile(file);
            }
            if (start.length > Long.BYTES && start[Long.BYTES] == '{') {
                return new SafetensorsFile(file);
            }
            throw new CoverException(file + (start.length > 0 && (start[0] & 0xff) == TorchFile.OLD_START
                    ? " is in PyTorch's format from before version 1.6, which is not read; load it in Python and save"
                            + " it again by torch.save(torch.load(...), ...)."
                    : " is neither a PyTorch checkpoint nor a safetensors file; choose one of these."));
        } catch (ZipException e) {
            throw damaged(file, e.getMessage(), e);
        } catch (IOException e) {
            throw new CoverException("The file " + file + " cannot be read (" + e.getMessage()
                    + "); check its permissions.", e);
        }
    }

    private static byte[] start(File file) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            return in.readNBytes(Long.BYTES + 1);
        }
    }

    /** @param reason such as "data/3 is missing" */
    static CoverException damaged(File file, String reason, Exception cause) {
        return new CoverException("The file " + file + " is damaged or incomplete (" + reason
                + "); copy it again from where it came from.", cause);
    }
}
