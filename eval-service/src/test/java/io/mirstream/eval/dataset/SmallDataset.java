package io.mirstream.eval.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A dataset of nine volumes, whose files can be damaged. liver_0 and pancreas_001 are in all pools. */
public final class SmallDataset {
    private static final String HEADER =
            "name,organ,max_tumor_size,number_tumors,lesion_group,cancer_flag,CaptionV1,CaptionV2,CaptionV3\r\n";

    private final Path root;

    private SmallDataset(Path root) {
        this.root = root;
    }

    public static SmallDataset write(Path root) throws IOException {
        SmallDataset dataset = new SmallDataset(root);
        dataset.pool(
                "liver",
                lesions("liver_0", "1.5", 1, 1)
                        + lesions("liver_1", "3", 1, 2)
                        + "liver_2.nii.gz,liver,0,0,-1,0,Nothing.,\"No, none.\",None.\r\n"
                        + borrowed("liver", "pancreas_001"),
                List.of("liver_0", "pancreas_001", "liver_2"),
                List.of("liver_1"));
        dataset.pool(
                "colon",
                lesions("colon_001", "3", 1, 2)
                        + lesions("colon_002", "7", 1, 4)
                        + borrowed("colon", "liver_0")
                        + borrowed("colon", "pancreas_001"),
                List.of("colon_001", "pancreas_001", "liver_0"),
                List.of("colon_002"));
        dataset.pool(
                "pancreas",
                lesions("pancreas_001", "1.5", 1, 1)
                        + lesions("pancreas_002", "5", 1, 3)
                        + borrowed("pancreas", "liver_0"),
                List.of("pancreas_001", "pancreas_002"),
                List.of("liver_0"));
        dataset.pool(
                "lung",
                lesions("lung_001", "4", 1, 2)
                        + lesions("lung_002", "3.5", 2, 3)
                        + borrowed("lung", "liver_0")
                        + borrowed("lung", "pancreas_001"),
                List.of("lung_001", "liver_0", "pancreas_001"),
                List.of("lung_002"));
        return dataset;
    }

    public Path root() {
        return root;
    }

    static Path labels(String pool) {
        return Path.of("3DMIR_labels", pool + "_labels_and_captions.csv");
    }

    static Path index(String pool) {
        return Path.of("Data_Splits", pool + "_full_train_split.csv");
    }

    static Path queries(String pool) {
        return Path.of("Data_Splits", pool + "_full_test_split.csv");
    }

    public SmallDataset replace(Path file, String text, String by) throws IOException {
        String before = Files.readString(root.resolve(file));
        if (!before.contains(text)) {
            throw new IllegalArgumentException(file + " has no " + text);
        }
        Files.writeString(root.resolve(file), before.replace(text, by));
        return this;
    }

    void write(Path file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    private void pool(String pool, String rows, List<String> index, List<String> queries) throws IOException {
        write(labels(pool), HEADER + rows);
        write(index(pool), split("training", index));
        write(queries(pool), split("testing", queries));
    }

    private static String lesions(String volume, String cm, int number, int group) {
        return volume + ".nii.gz," + volume.split("_")[0] + "," + cm + "," + number + "," + group
                + ",1,Something.,\"A, b\nand \"\"c\"\".\",More.\r\n";
    }

    private static String borrowed(String pool, String volume) {
        String caption = "The " + pool + " is in healthy condition";
        return volume + ".nii.gz," + volume.split("_")[0] + ",0,0,-1,0," + caption + "," + caption + "," + caption
                + "\r\n";
    }

    private static String split(String column, List<String> volumes) {
        StringBuilder text = new StringBuilder("," + column + "\r\n");
        for (int row = 0; row < volumes.size(); row++) {
            text.append(row).append(',').append(volumes.get(row)).append(".nii.gz\r\n");
        }
        return text.toString();
    }
}
