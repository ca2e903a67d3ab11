package org.coverfiji.show.live;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.BatchPreview;

/** The pictures of methods of which nothing but their views can be shown: what the network sees of a step. */
public final class ViewPictures implements Preview {

    private static final int MOST = 3;

    private final BatchPreview preview;

    /** @param preview whose batch has one view or several as [N, C, (D,) H, W] */
    public ViewPictures(BatchPreview preview) {
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

    /** Several views of the first sample, or the first samples where every one has a single view. */
    @Override
    public List<Picture> pictures(int choice, int side) {
        List<Tensor> views = new ArrayList<>();
        int rank = preview.image().size().length + 2;
        new TreeMap<>(preview.batch().tensors()).values().stream().filter(tensor -> tensor.rank() == rank)
                .forEach(views::add);
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < Math.min(MOST, views.size() > 1 ? views.size() : views.get(0).size(0)); i++) {
            Tensor shown = views.size() > 1 ? views.get(i) : sample(views.get(0), i);
            int[] size = Arrays.copyOfRange(shown.shape(), 2, rank);
            pictures.add(new Picture("View " + (i + 1) + (i == 0 ? Grey.where(size) : ""), Grey.paint(shown)));
        }
        return pictures;
    }

    private static Tensor sample(Tensor all, int number) {
        int[] shape = all.shape();
        int length = all.data().length / shape[0];
        shape[0] = 1;
        return new Tensor(Arrays.copyOfRange(all.data(), number * length, (number + 1) * length), shape);
    }

    @Override
    public List<Picture> keys(int choice, int side) {
        return List.of();
    }
}
