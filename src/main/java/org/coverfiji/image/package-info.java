/**
 * Images as float arrays with a geometry: normalisation, resampling, writing, and ImageJ's and
 * ImgLib2's images on the way in and out. Knows no command and no verb.
 */
package org.coverfiji.image;
