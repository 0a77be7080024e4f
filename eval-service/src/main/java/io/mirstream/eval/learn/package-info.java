/**
 * Learning heads on a model's vectors: from labels a space in which volumes of one class are near, and from texts the way
 * into it. Promises: the same examples and seed give the same heads, to the bit; nothing is chosen by a volume that is not
 * an example.
 */
package io.mirstream.eval.learn;
