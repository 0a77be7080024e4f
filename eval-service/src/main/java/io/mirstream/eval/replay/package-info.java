/**
 * The benchmark through the services that run. Images go in as studies of a hospital ({@link
 * io.mirstream.eval.replay.StudyArchive}), vectors that were computed elsewhere as embeddings ({@link
 * io.mirstream.eval.replay.Archive}); rankings come out of the search ({@link io.mirstream.eval.replay.Searching}). These are
 * ports: what is between them runs without a broker.
 */
package io.mirstream.eval.replay;
