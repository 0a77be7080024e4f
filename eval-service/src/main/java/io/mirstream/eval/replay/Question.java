package io.mirstream.eval.replay;

import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.VolumeId;

/** One query of an organ's pool, asked by one method in one gallery. */
public record Question(Gallery gallery, Organ organ, Method method, VolumeId query) {}
