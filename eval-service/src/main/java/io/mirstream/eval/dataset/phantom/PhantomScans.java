package io.mirstream.eval.dataset.phantom;

import io.mirstream.contracts.json.Json;
import io.mirstream.eval.dataset.MaskLabels;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.TaskFolder;
import io.mirstream.eval.dataset.VolumeId;
import io.mirstream.imaging.lesion.LabelVolume;
import io.mirstream.imaging.phantom.Anatomy;
import io.mirstream.imaging.phantom.Lesion;
import io.mirstream.imaging.phantom.Phantom;
import io.mirstream.imaging.phantom.PhantomSpec;
import io.mirstream.imaging.write.CtVolume;
import io.mirstream.imaging.write.NiftiWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The images and masks of one organ's phantoms, in a task folder of the Medical Segmentation Decathlon. */
final class PhantomScans {
    /** As {@link Phantom#labels} has it. */
    private static final int TUMOUR_LABEL = 2;

    /** A coarse grid moves the size of small lesions across the bounds of groups. */
    private static final int MAX_ATTEMPTS = 200;

    private final Path folder;
    private final Organ organ;
    private final PhantomSize size;
    private final List<VolumeId> written = new ArrayList<>();

    PhantomScans(Path root, Organ organ, PhantomSize size) {
        this.folder = root.resolve(organ.taskFolder());
        this.organ = organ;
        this.size = size;
    }

    /**
     * Writes a phantom whose mask, measured with its true spacing, is in the group.
     *
     * @param group or {@link io.mirstream.eval.dataset.LesionGroup#NONE}
     * @return what its mask says
     */
    MaskLabels write(VolumeId volume, int group, Draw draw) throws IOException {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Phantom phantom = Phantom.render(spec(group, draw));
            MaskLabels labels = MaskLabels.of(mask(phantom), TUMOUR_LABEL);
            if (labels.group(organ, MaskLabels.Size.TRUE) == group) {
                NiftiWriter.write(file(TaskFolder.IMAGES, volume), phantom.volume());
                NiftiWriter.writeLabels(file(TaskFolder.MASKS, volume), phantom.volume(), phantom.labels());
                written.add(volume);
                return labels;
            }
        }
        throw new IllegalStateException("no phantom of " + organ.label() + " came to be in group " + group);
    }

    /** Lists what was written. */
    void describe() throws IOException {
        List<Map<String, String>> training = written.stream()
                .map(volume -> Map.of(
                        "image", "./" + TaskFolder.IMAGES + "/" + volume.fileName(),
                        "label", "./" + TaskFolder.MASKS + "/" + volume.fileName()))
                .toList();
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("name", organ.label());
        description.put("description", "Phantoms; no patient was scanned");
        description.put("tensorImageSize", "3D");
        description.put("modality", Map.of("0", "CT"));
        description.put("labels", Map.of("0", "background", "1", organ.label(), "2", "cancer"));
        description.put("numTraining", training.size());
        description.put("numTest", 0);
        description.put("training", training);
        description.put("test", List.of());
        Files.write(
                folder.resolve(TaskFolder.DESCRIPTION),
                Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(description));
    }

    private PhantomSpec spec(int group, Draw draw) {
        List<Lesion> lesions = group > 0 ? LesionDistribution.of(organ).draw(organ, group, draw) : List.of();
        return new PhantomSpec(
                draw.below(Integer.MAX_VALUE),
                Anatomy.valueOf(organ.name()),
                lesions,
                size.side(),
                size.sliceSpacingMm());
    }

    private static LabelVolume mask(Phantom phantom) {
        CtVolume grid = phantom.volume();
        double between = grid.positionsMm().get(1) - grid.positionsMm().get(0);
        return LabelVolume.ofSlices(
                grid.columns(), List.of(grid.pixelSpacingMm(), grid.pixelSpacingMm(), between), phantom.labels());
    }

    private Path file(String kind, VolumeId volume) {
        return folder.resolve(kind).resolve(volume.fileName());
    }
}
