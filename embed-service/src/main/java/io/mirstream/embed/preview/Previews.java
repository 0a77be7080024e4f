package io.mirstream.embed.preview;

import io.mirstream.contracts.event.PreviewImage;
import io.mirstream.contracts.event.SeriesPreviews.SlicePreview;
import java.util.List;

/** Images of one series; see {@link io.mirstream.contracts.event.SeriesPreviews}. */
public record Previews(List<SlicePreview> slices, PreviewImage coronal) {}
