package io.mirstream.query.search;

import io.mirstream.contracts.event.ModelRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Answers every query with the same vectors, and notes what it was asked. */
final class FixedEmbedder implements QueryEmbedder {
    final List<Object> asked = new ArrayList<>();

    private final Image image;
    private final Text text;

    FixedEmbedder(Image image, Text text) {
        this.image = image;
        this.text = text;
    }

    @Override
    public Image image(ModelRef model, Path file) {
        asked.add(file);
        return image;
    }

    @Override
    public Text text(ModelRef model, String text) {
        asked.add(text);
        return this.text;
    }
}
