/**
 * A series' slices to vectors: slabs of fixed physical size, batches through an encoder, pooling.
 *
 * <p>Promises: the same body gives nearly the same slabs, however it was sliced; memory is that of the slabs, not of the
 * series. Knows neither Kafka, Quarkus nor ONNX Runtime.
 */
package io.mirstream.embed.encode;
