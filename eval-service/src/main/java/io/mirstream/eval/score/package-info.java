/**
 * What a ranking is worth: the scores of the released notebooks to the letter, the same without their mistakes, and what
 * chance and the source of a scan would have reached.
 *
 * <p>Promises: plain functions of labels and rankings; seeded where chance has a part. Knows no file and no service.
 */
package io.mirstream.eval.score;
