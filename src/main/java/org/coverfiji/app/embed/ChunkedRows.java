package org.coverfiji.app.embed;

import org.coverfiji.image.zarr.OmeZarrWriter;

/** Gathers the rows of one image until they make a chunk. */
final class ChunkedRows implements EmbeddingSink {

    private final OmeZarrWriter writer;
    private final int image;
    private final int allRows;
    private final int rowLength;
    private float[][] gathered = new float[0][];

    /**
     * @param image which of the writer's
     * @param size (z,) y, x
     */
    ChunkedRows(OmeZarrWriter writer, int image, int... size) {
        this.writer = writer;
        this.image = image;
        allRows = size[0];
        int length = 1;
        for (int axis = 1; axis < size.length; axis++) {
            length *= size[axis];
        }
        rowLength = length;
    }

    @Override
    public void accept(int firstFeature, int firstRow, int rows, float[][] features) {
        int chunk = writer.chunkRows();
        if (gathered.length != features.length) {
            gathered = new float[features.length][chunk * rowLength];
        }
        for (int row = firstRow; row < firstRow + rows;) {
            int start = row % chunk;
            int count = Math.min(chunk - start, firstRow + rows - row);
            for (int f = 0; f < features.length; f++) {
                System.arraycopy(features[f], (row - firstRow) * rowLength, gathered[f], start * rowLength,
                        count * rowLength);
            }
            row += count;
            if (row % chunk == 0 || row == allRows) {
                writer.write(image, firstFeature, row - start - count, start + count, gathered);
            }
        }
    }
}
