package io.mirstream.query;

import io.mirstream.contracts.event.ModelRef;
import io.mirstream.contracts.event.Vector;
import io.mirstream.contracts.id.ModelFingerprint;
import io.mirstream.contracts.json.Json;
import io.mirstream.query.search.SeriesSlices;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What the embed-service answers, as text. */
public final class EmbedAnswers {
    public static final ModelRef MODEL =
            new ModelRef("sample", "1", new ModelFingerprint("0123456789abcdef"), 2, 2, false);
    public static final Vector VECTOR = Vector.of(0.6f, 0.8f);

    public static final SeriesSlices SLICES = new SeriesSlices(List.of(0), List.of(-12.5), List.of(VECTOR));

    private EmbedAnswers() {}

    /** To whatever may be asked; an image is of series 1.1. */
    public static Peer.Answer of(Peer.Asked request) {
        if (request.path().equals("/v1/model")) {
            return Peer.Answer.ok(model().replaceFirst("}$", ",\"execution\":{\"provider\":\"cpu\"}}"));
        }
        return Peer.Answer.ok(request.contentType().equals("application/json") ? text() : image("1.1"));
    }

    /** Of an image with these series. */
    public static String image(String... series) {
        String vectors = Arrays.stream(series).map(EmbedAnswers::series).collect(Collectors.joining(","));
        return "{\"model\":" + model() + ",\"series\":[" + vectors + "]}";
    }

    private static String series(String uid) {
        return "{\"seriesInstanceUid\":\"" + uid + "\",\"summary\":{\"modality\":\"CT\",\"slices\":5,\"rows\":64,"
                + "\"columns\":64,\"spacingMm\":[1,1,2],\"orientation\":\"axial\"},\"pooled\":{\"avg\":" + vector()
                + "},\"slices\":[{\"index\":0,\"positionMm\":-12.5,\"vector\":" + vector() + "}]}";
    }

    /** Of one text. */
    public static String text() {
        return "{\"model\":" + model() + ",\"texts\":[" + vector() + "]}";
    }

    /** Of no text. */
    public static String noText() {
        return "{\"model\":" + model() + ",\"texts\":[]}";
    }

    public static String model() {
        return new String(Json.write(MODEL), StandardCharsets.UTF_8);
    }

    private static String vector() {
        return '"' + VECTOR.toBase64() + '"';
    }
}
