package io.mirstream.embed.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import ai.onnxruntime.OrtSession;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Opens sessions on the first listed provider that is to be had. Nothing is tried that is not listed: an accelerator that
 * is absent is an error unless another provider is listed after it.
 */
final class ExecutionProviders {
    private static final Logger LOG = Logger.getLogger(ExecutionProviders.class);

    /** No other provider would take such a graph. */
    private static final Set<OrtErrorCode> FAULTS_OF_THE_GRAPH =
            EnumSet.of(OrtErrorCode.ORT_INVALID_PROTOBUF, OrtErrorCode.ORT_INVALID_GRAPH, OrtErrorCode.ORT_NO_MODEL);

    private final ExecutionOptions options;
    private final List<Provider> listed;

    /** @param options with the manifest's where the configuration has none */
    ExecutionProviders(ExecutionOptions options) {
        this.options = options;
        listed = options.providers().stream()
                .map(name -> Provider.named(name).orElseThrow())
                .toList();
    }

    /** Opens one session, with options of its own. */
    @FunctionalInterface
    interface Opening {
        OrtSession open(SessionSpec spec) throws OrtException;
    }

    /** On each device. */
    Sessions open(Tower tower, Opening opening) throws OrtException {
        return open(tower, options.devices(), opening);
    }

    /** On the first device alone, for what has one input at a time. */
    Sessions openOne(Tower tower, Opening opening) throws OrtException {
        return open(tower, options.devices().subList(0, 1), opening);
    }

    /** @throws CodedException {@code MODEL_INVALID} when a batch of the model would not fit TensorRT's engine */
    BatchRange batches(Manifest manifest) {
        return options.batches(manifest.image().tensor());
    }

    /** Rounds before a session is used. */
    int warmUps(Sessions sessions) {
        boolean accelerated = !sessions.execution().devices().isEmpty();
        return options.warmUps().orElse(accelerated ? 1 : 0);
    }

    private Sessions open(Tower tower, List<Integer> devices, Opening opening) throws OrtException {
        List<Execution.Unavailable> unavailable = new ArrayList<>();
        for (int i = 0; i < listed.size(); i++) {
            Provider provider = listed.get(i);
            List<Integer> used = provider.isAccelerator() ? devices : List.of();
            try {
                List<OrtSession> sessions = open(specs(listed.subList(i, listed.size()), used, tower), opening);
                LOG.infof("the model runs tower=%s provider=%s devices=%s", tower.name(), provider.wireName(), used);
                return new Sessions(new Execution(provider.wireName(), used, unavailable), sessions);
            } catch (OrtException e) {
                if (!provider.isAccelerator() || FAULTS_OF_THE_GRAPH.contains(e.getCode())) {
                    throw e;
                }
                String reason = e.getMessage().strip();
                unavailable.add(new Execution.Unavailable(provider.wireName(), reason));
                if (i + 1 < listed.size()) {
                    LOG.warnf(
                            "the execution provider is not available, the next one is tried tower=%s provider=%s next=%s reason=%s",
                            tower.name(), provider.wireName(), listed.get(i + 1).wireName(), reason);
                }
            }
        }
        throw new CodedException(
                ErrorCode.ACCELERATOR_UNAVAILABLE,
                "no provider that mirstream.embed.model.providers lists is available: "
                        + unavailable.stream()
                                .map(provider -> provider.provider() + ": " + provider.reason())
                                .collect(Collectors.joining("; ")));
    }

    private static List<OrtSession> open(List<SessionSpec> specs, Opening opening) throws OrtException {
        List<OrtSession> sessions = new ArrayList<>();
        try {
            for (SessionSpec spec : specs) {
                sessions.add(opening.open(spec));
            }
            return sessions;
        } catch (OrtException e) {
            for (OrtSession session : sessions) {
                session.close();
            }
            throw e;
        }
    }

    /** @param providers from the one that is tried on; accelerators after it are offered the nodes that it does not take */
    private List<SessionSpec> specs(List<Provider> providers, List<Integer> devices, Tower tower) {
        if (devices.isEmpty()) {
            return List.of(new SessionSpec(new LinkedHashMap<>(), options.threads()));
        }
        List<SessionSpec> specs = new ArrayList<>();
        for (int device : devices) {
            SequencedMap<Provider, Map<String, String>> accelerators = new LinkedHashMap<>();
            for (Provider provider : providers) {
                if (!provider.isAccelerator()) {
                    break;
                }
                accelerators.put(provider, named(provider, device, tower));
            }
            specs.add(new SessionSpec(accelerators, options.threads()));
        }
        return specs;
    }

    private Map<String, String> named(Provider provider, int device, Tower tower) {
        if (provider == Provider.CUDA) {
            return ProviderOptions.cuda(device, options.cuda());
        }
        create(options.tensorRt().engineCache().map(folder -> ProviderOptions.engines(folder, tower)), "engine-cache");
        create(options.tensorRt().timingCache(), "timing-cache");
        return ProviderOptions.tensorRt(device, options.tensorRt(), tower);
    }

    private static void create(Optional<Path> folder, String property) {
        if (folder.isPresent()) {
            try {
                Files.createDirectories(folder.get());
            } catch (IOException e) {
                throw new CodedException(
                        ErrorCode.MODEL_INVALID,
                        "mirstream.embed.model.tensorrt." + property + " is no folder that can be written",
                        e);
            }
        }
    }
}
