/**
 * Encoders from a folder: a manifest and ONNX graphs, run by ONNX Runtime.
 *
 * <p>Promises: what the manifest says is checked against the graph when it is loaded; native memory is closed by whoever
 * made it. Hides: ONNX Runtime and the tokenizer's native library.
 */
package io.mirstream.embed.onnx;
