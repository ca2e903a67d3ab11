/**
 * Arrays as folders of chunks, Zarr version 2 in the layout of OME-Zarr 0.4: what is larger than the memory is written
 * part by part. Knows no model and no verb.
 */
package org.coverfiji.image.zarr;
