/**
 * A benchmark of phantoms, laid out as the published one.
 *
 * <p>Promises: the reader, the check and the scores of the published benchmark work on it unchanged; one seed gives one
 * dataset, on every machine. Hides: what is drawn from which distribution.
 */
package io.mirstream.eval.dataset.phantom;
