package io.mirstream.query.embedding;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.query.search.QueryEmbedder;
import io.mirstream.service.access.ServiceKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The embed-services that there may be, of which the one is asked that runs the model. */
public final class EmbedServices implements QueryEmbedder {
    private final List<Known> services;
    private final Duration fresh;
    private final LongSupplier nanos;

    /**
     * @param urls of which some may not be there yet, or no more
     * @param timeout of one answer: a large series takes seconds
     * @param fresh how long a service is taken to run the model that it said; what it answers says it again
     * @param own what this service is known by
     * @param nanos a clock for durations
     */
    public EmbedServices(List<URI> urls, Duration timeout, Duration fresh, ServiceKey own, LongSupplier nanos) {
        this.fresh = fresh;
        this.nanos = nanos;
        services = urls.stream()
                .map(url -> new Known(new EmbedServiceClient(url, timeout, own)))
                .toList();
    }

    @Override
    public Image image(ModelRef model, Path file) {
        return ask(model, client -> client.image(file), Image::model);
    }

    @Override
    public Text text(ModelRef model, String text) {
        return ask(model, client -> client.text(text), Text::model);
    }

    private <T> T ask(ModelRef model, Function<EmbedServiceClient, T> question, Function<T, ModelRef> whose) {
        ModelFingerprint wanted = model.fingerprint();
        for (Known service : services) {
            if (service.runs(wanted)) {
                T answer = question.apply(service.client);
                if (whose.apply(answer).fingerprint().equals(wanted)) {
                    return answer;
                }
                service.forget(); // it was started anew, with another model
            }
        }
        for (Known service : services) {
            if (service.look() && service.ranLast(wanted)) {
                return question.apply(service.client);
            }
        }
        throw nobody(model);
    }

    private CodedException nobody(ModelRef model) {
        long silent = services.stream().filter(Known::isSilent).count();
        boolean wasThere = services.stream().anyMatch(service -> service.ranLast(model.fingerprint()));
        if (wasThere || silent == services.size()) {
            return new CodedException(ErrorCode.EMBED_UNAVAILABLE, "the embed-service does not answer");
        }
        return new CodedException(
                ErrorCode.MODEL_MISMATCH,
                "no embed-service runs model " + model.id() + " (" + model.fingerprint()
                        + "), whose index is searched: "
                        + (services.size() - silent) + " of " + services.size()
                        + " answer, and run others; start one with that model, and list it in mirstream.query.embed");
    }

    /** What is known of one service. */
    private final class Known {
        private final EmbedServiceClient client;
        private volatile Optional<ModelFingerprint> last = Optional.empty();
        private volatile boolean silent;
        private volatile long at;

        Known(EmbedServiceClient client) {
            this.client = client;
        }

        boolean runs(ModelFingerprint model) {
            return !silent && nanos.getAsLong() - at < fresh.toNanos() && ranLast(model);
        }

        boolean ranLast(ModelFingerprint model) {
            return last.filter(model::equals).isPresent();
        }

        boolean isSilent() {
            return silent;
        }

        void forget() {
            last = Optional.empty();
        }

        /** Asks it; returns whether it answered. */
        boolean look() {
            try {
                last = Optional.of(client.model().fingerprint());
                silent = false;
                at = nanos.getAsLong();
            } catch (CodedException e) {
                silent = true; // what it ran is kept in mind: the search may need to wait for it
            }
            return !silent;
        }
    }
}
