/**
 * What a replay found, as one document: scores with their intervals, what they must beat, who is better than whom, and how
 * fast it went; its renderings, its comparison with another, and a gate.
 *
 * <p>Promises: plain functions of an outcome and the labels; the same outcome makes the same report. Knows no service.
 */
package io.mirstream.eval.report;
