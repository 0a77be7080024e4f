/**
 * Writes the built-in encoder when this module is built: an ONNX graph from our own code, with weights fitted to our own
 * phantoms alone, so that it may be shipped to anyone. Not used when the service runs.
 */
package io.mirstream.embed.builtin;
