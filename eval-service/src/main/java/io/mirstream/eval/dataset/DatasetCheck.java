package io.mirstream.eval.dataset;

import io.mirstream.contracts.error.CodedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that is odd about a dataset.
 *
 * @param pools those whose files can be read
 */
public record DatasetCheck(Map<Organ, PoolFiles> pools, List<Finding> findings) {
    public DatasetCheck {
        findings = List.copyOf(findings);
    }

    /** Of labels, splits and captions. */
    public static DatasetCheck ofLabels(Path root) {
        LabelFolder folder = new LabelFolder(root);
        Map<Organ, PoolFiles> pools = new EnumMap<>(Organ.class);
        List<Finding> findings = new ArrayList<>();
        for (Organ organ : Organ.values()) {
            try {
                pools.put(organ, folder.read(organ));
            } catch (CodedException e) {
                findings.add(
                        Finding.error("unreadable", organ.label(), e.code() + ": " + e.getMessage(), List.of(organ)));
            }
        }
        for (PoolFiles pool : pools.values()) {
            findings.addAll(new LabelFindings(pool).all());
            findings.addAll(new SplitFindings(pool).all());
            findings.addAll(new CaptionFindings(pool).all());
        }
        findings.addAll(new RecurrenceFindings(pools).all());
        return new DatasetCheck(pools, findings);
    }

    /**
     * Of these, the images with their masks, whose headers are read, and the embeddings, where there are any. With
     * embeddings there need be no images.
     */
    public static DatasetCheck of(Path root) {
        DatasetCheck labels = ofLabels(root);
        List<Finding> findings = new ArrayList<>(labels.findings());
        EmbeddingFolder embeddings = new EmbeddingFolder(root);
        if (embeddings.exists()) {
            findings.addAll(new EmbeddingFindings(embeddings, labels.pools().values()).all());
        }
        if (!embeddings.exists() || TaskFolder.existsIn(root)) {
            findings.addAll(new ScanFindings(root, labels.pools()).all());
        }
        return new DatasetCheck(labels.pools(), findings);
    }

    /** Whether nothing prevents its use. */
    public boolean usable() {
        return findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }
}
