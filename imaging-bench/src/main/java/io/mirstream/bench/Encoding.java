package io.mirstream.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Transfer syntaxes that are measured, and which program makes files of each. */
enum Encoding {
    RAW("1.2.840.10008.1.2.1"),
    DEFLATED("1.2.840.10008.1.2.1.99", "dcmconv", "+td"),
    RLE("1.2.840.10008.1.2.5", "dcmcrle"),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.70", "dcmcjpeg", "+e1"),
    JPEG_LS("1.2.840.10008.1.2.4.80", "dcmcjpls"),
    JPEG_2000("1.2.840.10008.1.2.4.90", "gdcmconv", "--j2k");

    private final String uid;
    private final List<String> encoder;

    Encoding(String uid, String... encoder) {
        this.uid = uid;
        this.encoder = List.of(encoder);
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return label();
    }

    static Optional<Encoding> of(String transferSyntaxUid) {
        return List.of(values()).stream()
                .filter(each -> each.uid.equals(transferSyntaxUid))
                .findFirst();
    }

    /** The program that makes such files of raw ones. */
    String program() {
        return encoder.getFirst();
    }

    List<String> command(Path raw, Path encoded) {
        return java.util.stream.Stream.concat(encoder.stream(), List.of(raw.toString(), encoded.toString()).stream())
                .toList();
    }
}
