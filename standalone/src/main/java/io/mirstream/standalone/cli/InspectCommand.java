package io.mirstream.standalone.cli;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.imaging.FileStudyReader;
import io.mirstream.imaging.ReadLimits;
import io.mirstream.imaging.RefusedInstance;
import io.mirstream.imaging.SeriesInspection;
import io.mirstream.imaging.SeriesListing;
import io.mirstream.imaging.StudyListing;
import io.mirstream.imaging.VolumeGeometry;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        description = "Decode what would be read, and describe it: geometry, Hounsfield range, checksums, refusals.")
final class InspectCommand extends HomeCommand {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Folders, zips and files.")
    private List<Path> paths;

    private final FileStudyReader reader = new FileStudyReader(ReadLimits.DEFAULT);
    private final List<Map<String, Object>> series = new ArrayList<>();
    private final List<Map<String, Object>> refused = new ArrayList<>();

    @Override
    public Integer call() {
        try (ExecutorService decoders =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (Path path : paths) {
                inspect(path, decoders);
            }
        }
        print();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("series", series);
        document.put("refused", refused);
        console().document(document);
        return series.isEmpty() ? FAILED : OK;
    }

    private void inspect(Path path, ExecutorService decoders) {
        try (StudyListing listing = reader.listEverything(path)) {
            for (SeriesListing each : listing.series()) {
                try {
                    series.add(described(reader.inspect(each, decoders)));
                } catch (CodedException e) {
                    refuse(each.seriesInstanceUid().value(), "series", e.code().name(), e.getMessage());
                }
            }
            for (StudyListing.RefusedSeries each : listing.refusedSeries()) {
                refuse(each.seriesInstanceUid().value(), "series", each.code().name(), each.reason());
            }
            for (RefusedInstance each : listing.refused()) {
                refuse(each.name(), "file", each.code().name(), each.reason());
            }
        } catch (CodedException e) {
            refuse(path.toString(), "path", e.code().name(), e.getMessage());
        }
    }

    private void refuse(String what, String kind, String code, String reason) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put(kind, what);
        entry.put("code", code);
        entry.put("reason", reason);
        refused.add(entry);
    }

    /** Names as tools around DICOM have them; positions and gaps in mm, angles in degrees. */
    private static Map<String, Object> described(SeriesInspection inspection) {
        SeriesListing listing = inspection.series();
        VolumeGeometry geometry = inspection.geometry();
        boolean single = geometry.slices() == 1;
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("studyInstanceUid", listing.studyInstanceUid().value());
        described.put("seriesInstanceUid", listing.seriesInstanceUid().value());
        described.put("modality", listing.modality());
        described.put("bodyPart", listing.bodyPart().orElse(null));
        described.put("studyDate", listing.studyDate().map(LocalDate::toString).orElse(null));
        described.put("slices", geometry.slices());
        described.put("rows", geometry.rows());
        described.put("columns", geometry.columns());
        described.put("pixelSpacing", List.of(geometry.rowSpacingMm(), geometry.columnSpacingMm()));
        described.put("orientation", geometry.orientation());
        described.put("positions", geometry.positionsMm());
        described.put("medianGap", single ? null : geometry.medianGapMm());
        described.put("minGap", single ? null : geometry.minGapMm());
        described.put("maxGap", single ? null : geometry.maxGapMm());
        described.put("gantryTiltDegrees", single ? null : geometry.gantryTiltDegrees());
        described.put("findings", geometry.findings());
        described.putAll(inspection.header());
        described.put("minHu", inspection.minHu());
        described.put("maxHu", inspection.maxHu());
        described.put("meanHu", inspection.meanHu());
        described.put("sliceCrc32", inspection.sliceCrc32());
        described.put("sha256", inspection.sha256());
        described.put(
                "sliceList",
                inspection.planes().stream().map(InspectCommand::described).toList());
        return described;
    }

    private static Map<String, Object> described(SeriesInspection.Plane plane) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("index", plane.index());
        described.putAll(plane.source());
        described.put("position", plane.positionMm());
        described.put("crc32", plane.crc32());
        described.put("min", plane.min());
        described.put("max", plane.max());
        described.put("mean", plane.mean());
        return described;
    }

    private void print() {
        List<List<String>> rows = new ArrayList<>();
        for (Map<String, Object> each : series) {
            rows.add(List.of(
                    each.get("seriesInstanceUid").toString(),
                    each.get("slices") + " x " + each.get("rows") + " x " + each.get("columns"),
                    each.get("pixelSpacing") + " x " + each.get("medianGap"),
                    each.get("orientation").toString(),
                    each.get("minHu") + " to " + each.get("maxHu"),
                    each.get("findings").toString()));
        }
        console().table(List.of("SERIES", "SLICES", "SPACING MM", "ORIENTATION", "HU", "FINDINGS"), rows);
        for (Map<String, Object> each : refused) {
            console()
                    .say("  refused: "
                            + String.join(
                                    " ",
                                    each.values().stream().map(Object::toString).toList()));
        }
    }
}
