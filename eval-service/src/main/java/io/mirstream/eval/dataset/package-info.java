/**
 * The benchmark's files: labels, captions, splits, images with masks, and embeddings that others computed.
 *
 * <p>Promises: what is published is read exactly as published, and every oddity of it is found and counted, not mended.
 * Hides: CSV, NPY, the folders of the Medical Segmentation Decathlon. Knows no service, no topic and no index.
 */
package io.mirstream.eval.dataset;
