package io.mirstream.embed.onnx;

import java.util.List;

/**
 * How a graph is run.
 *
 * @param provider that is offered each node of the graph first
 * @param devices one session each; none for the processor
 * @param unavailable providers that are listed before it and are not to be had
 */
public record Execution(String provider, List<Integer> devices, List<Unavailable> unavailable) {
    public Execution {
        devices = List.copyOf(devices);
        unavailable = List.copyOf(unavailable);
    }

    /** @param reason as ONNX Runtime gives it */
    public record Unavailable(String provider, String reason) {}
}
