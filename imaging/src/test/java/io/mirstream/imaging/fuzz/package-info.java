/**
 * Coverage-guided fuzzing of every parser and decoder that sees bytes of strangers. The tests replay the seeds and what was
 * found; {@code ./mirstream fuzz imaging} searches on.
 */
package io.mirstream.imaging.fuzz;
