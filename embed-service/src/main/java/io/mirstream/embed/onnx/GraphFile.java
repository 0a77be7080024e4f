package io.mirstream.embed.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.List;

/** A graph of a model, and the weights beside it, as they were when their digests were made. */
sealed interface GraphFile {
    /** SHA-256 of the graph, then of each file of weights. */
    List<byte[]> digests();

    OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException;

    /** Of a folder: ONNX Runtime reads it, and the weights beside it, so that neither is held here. */
    record OfFolder(Path path, List<byte[]> digests) implements GraphFile {
        @Override
        public OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException {
            return environment.createSession(path.toString(), options);
        }
    }

    /** Of the class path. */
    record OfClassPath(byte[] onnx, List<byte[]> digests) implements GraphFile {
        @Override
        public OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException {
            return environment.createSession(onnx, options);
        }
    }
}
