package org.coverfiji.show.live;

import java.util.Arrays;
import java.util.List;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.corrupt.RestorationSampler;
import org.coverfiji.train.view.BatchPreview;

/** The pictures of methods that restore: what the network sees, what it makes of it, what it should be. */
public final class RestorationPictures implements Preview {

    private final BatchPreview preview;

    /** @param preview with the restored patch as its only output */
    public RestorationPictures(BatchPreview preview) {
        this.preview = preview;
    }

    @Override
    public long iteration() {
        return preview.iteration();
    }

    @Override
    public List<String> choices() {
        return List.of(preview.image().name());
    }

    @Override
    public List<Picture> pictures(int choice, int side) {
        Tensor input = preview.batch().get(RestorationSampler.INPUT);
        int[] size = Arrays.copyOfRange(input.shape(), 2, input.rank());
        return Arrays.asList(new Picture("Spoilt patch" + Grey.where(size), Grey.paint(input)),
                new Picture("Restored", Grey.paint(preview.outputs().values().iterator().next())),
                new Picture("As it was", Grey.paint(preview.batch().get(RestorationSampler.CLEAN))));
    }

    @Override
    public List<Picture> keys(int choice, int side) {
        return List.of();
    }
}
