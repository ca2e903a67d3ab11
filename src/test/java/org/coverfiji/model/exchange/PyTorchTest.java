package org.coverfiji.model.exchange;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Where there is a Python with PyTorch 1.13 or newer (Debian: python3-torch), it loads what we write. */
public class PyTorchTest {

    private static final String PYTHON = "/usr/bin/python3";

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void weightsAreLoadedByPyTorchAsWeightsOnly() throws Exception {
        assumeTrue("There is no PyTorch in " + PYTHON + "; skipped.",
                new File(PYTHON).canExecute() && run("import torch").isEmpty());
        File file = new File(folder.getRoot(), "a.pth");
        WeightFiles.writeTorch(file, Map.of("proj.3.proj.weight", new Tensor(new float[] {1, 2, 3, 4, 5, 6}, 2, 3)));
        assertEquals("OrderedDict ['projblock2.proj.weight'] torch.float32 [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]\n",
                run("import torch; d = torch.load(r'" + file + "', weights_only=True);"
                        + " t = list(d.values())[0]; print(type(d).__name__, list(d), t.dtype, t.tolist())"));
    }

    private static String run(String program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(PYTHON, "-c", program).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
