/**
 * Writes the built-in encoder when this module is built: a bank of fixed filters as an ONNX graph, from our own code and
 * phantoms alone, so that it may be shipped to anyone. Not used when the service runs.
 */
package io.mirstream.embed.builtin;
