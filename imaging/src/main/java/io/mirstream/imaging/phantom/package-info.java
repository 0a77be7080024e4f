/**
 * Synthetic CT studies of the trunk, by seed: what tests and the demo use where there is no real CT.
 *
 * <p>Promises: the same spec gives the same voxels on every machine; lesions are where the mask says. They look like CT, and
 * are good for nothing clinical.
 */
package io.mirstream.imaging.phantom;
