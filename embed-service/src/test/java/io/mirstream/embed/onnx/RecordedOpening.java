package io.mirstream.embed.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import ai.onnxruntime.OrtSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A machine with some accelerators: sessions on them run on the processor, and what they were opened with is kept. */
final class RecordedOpening implements ExecutionProviders.Opening {
    final List<SessionSpec> specs = new ArrayList<>();
    final List<OrtSession> sessions = new ArrayList<>();
    private final Map<Provider, Set<Integer>> devices = new TreeMap<>();

    RecordedOpening with(Provider provider, Integer... indices) {
        devices.put(provider, Set.of(indices));
        return this;
    }

    @Override
    public OrtSession open(SessionSpec spec) throws OrtException {
        specs.add(spec);
        for (Map.Entry<Provider, Map<String, String>> accelerator :
                spec.accelerators().entrySet()) {
            int device = Integer.parseInt(accelerator.getValue().get("device_id"));
            if (!devices.getOrDefault(accelerator.getKey(), Set.of()).contains(device)) {
                throw new OrtException(
                        OrtErrorCode.ORT_EP_FAIL,
                        "there is no " + accelerator.getKey().wireName() + " " + device);
            }
        }
        OrtSession session = new SessionSpec(new LinkedHashMap<>(), 1)
                .open(OrtEnvironment.getEnvironment(), new GraphFile.OfClassPath(StandInModel.graph(), List.of()));
        sessions.add(session);
        return session;
    }

    /** For each session that was asked for, the accelerators that it was to have. */
    List<List<String>> attempts() {
        return specs.stream()
                .map(spec -> spec.accelerators().keySet().stream()
                        .map(Provider::wireName)
                        .toList())
                .toList();
    }
}
