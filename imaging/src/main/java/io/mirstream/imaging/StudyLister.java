package io.mirstream.imaging;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.id.SeriesUid;
import io.mirstream.contracts.id.StudyUid;
import io.mirstream.imaging.dicom.CtInstance;
import io.mirstream.imaging.dicom.CtStack;
import io.mirstream.imaging.dicom.ImageFileReader;
import io.mirstream.imaging.nifti.NiftiVolume;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sorts the files of a location into series. Used once. */
final class StudyLister {
    private final ImageFileReader files;
    private final ReadLimits limits;
    private final Optional<StudyUid> study;
    private final boolean everything;
    private final List<SeriesListing> series = new ArrayList<>();
    private final List<StudyListing.RefusedSeries> refusedSeries = new ArrayList<>();
    private final List<RefusedInstance> refused = new ArrayList<>();

    private record SeriesKey(String study, String series) implements Comparable<SeriesKey> {
        @Override
        public int compareTo(SeriesKey other) {
            return Comparator.comparing(SeriesKey::study)
                    .thenComparing(SeriesKey::series)
                    .compare(this, other);
        }
    }

    private record Refusal(String name, CtInstance.Refusal why) {}

    private record Members(List<CtInstance> images, List<Refusal> refusals) {
        Members() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /** @param everything also what decodes but is not to be embedded: other units, stacks that cannot be cut */
    StudyLister(ImageFileReader files, ReadLimits limits, Optional<StudyUid> study, boolean everything) {
        this.files = files;
        this.limits = limits;
        this.study = study;
        this.everything = everything;
    }

    StudyListing list(Location location) {
        refused.addAll(location.refused());
        Map<SeriesKey, Members> dicom = new TreeMap<>();
        for (Path file : location.files()) {
            if (isNifti(file)) {
                listNifti(file, location.name(file));
            } else {
                listDicom(file, location.name(file), dicom);
            }
        }
        dicom.forEach(this::addSeries);
        series.sort(
                Comparator.comparing(SeriesListing::studyInstanceUid).thenComparing(SeriesListing::seriesInstanceUid));
        return new StudyListing(series, refusedSeries, refused, location::close);
    }

    private void listNifti(Path file, String name) {
        StudyUid owner = study.orElseGet(() -> StudyUid.derivedFrom("nifti", sha256(file)));
        SeriesUid uid = NiftiUids.series(owner, name);
        try {
            series.add(new NiftiSeries(owner, uid, NiftiVolume.open(file, limits)));
        } catch (CodedException e) {
            refused.add(new RefusedInstance(name, e.code(), e.getMessage()));
        }
    }

    private void listDicom(Path file, String name, Map<SeriesKey, Members> bySeries) {
        CtInstance.Listed listed = CtInstance.list(files, file, limits);
        CtInstance.Identity identity = listed.refusal()
                .map(CtInstance.Refusal::identity)
                .orElseGet(() -> listed.frames().getFirst().identity());
        String owner = identity.studyInstanceUid();
        if (study.isPresent() && !owner.isEmpty() && !owner.equals(study.get().value())) {
            refused.add(new RefusedInstance(name, ErrorCode.STUDY_UID_MISMATCH, "belongs to another study"));
            return;
        }
        if (listed.refusal().isPresent() && identity.seriesInstanceUid().isEmpty()) {
            CtInstance.Refusal why = listed.refusal().get();
            refused.add(new RefusedInstance(name, why.code(), why.reason()));
            return;
        }
        Members members =
                bySeries.computeIfAbsent(new SeriesKey(owner, identity.seriesInstanceUid()), key -> new Members());
        members.images().addAll(listed.frames());
        listed.refusal().ifPresent(why -> members.refusals().add(new Refusal(name, why)));
    }

    private void addSeries(SeriesKey key, Members members) {
        StudyUid studyUid = studyUid(key, members);
        SeriesUid seriesUid = key.series().isEmpty()
                ? SeriesUid.derivedFrom("dicom", studyUid.value(), contentKey(members))
                : uidOrDerived(key.series());
        Optional<Refusal> broken = members.refusals().stream()
                .filter(refusal -> !isOtherObject(refusal.why().code()))
                .findFirst();
        if (broken.isPresent()) {
            CtInstance.Refusal why = broken.get().why();
            refuse(studyUid, seriesUid, why.code(), broken.get().name() + ": " + why.reason(), members, false);
        } else if (members.images().isEmpty()) {
            CtInstance.Refusal why = members.refusals().getFirst().why();
            refuse(studyUid, seriesUid, why.code(), why.reason(), members, true);
        } else {
            members.refusals()
                    .forEach(each -> refused.add(new RefusedInstance(
                            each.name(), each.why().code(), each.why().reason())));
            stack(studyUid, seriesUid, members);
        }
    }

    private void stack(StudyUid studyUid, SeriesUid seriesUid, Members members) {
        try {
            List<CtInstance> images = slices(withoutCopies(members.images()));
            requireWithinLimits(images);
            CtStack stack = CtStack.of(images);
            series.add(new DicomSeries(studyUid, seriesUid, stack, axial(stack)));
            for (CtInstance stray : stack.strays()) {
                refused.add(new RefusedInstance(
                        name(stray),
                        ErrorCode.UNSUPPORTED_GEOMETRY,
                        "lies in another plane than the rest of its series"));
            }
        } catch (CodedException e) {
            refuse(studyUid, seriesUid, e.code(), e.getMessage(), members, isOtherObject(e.code()));
        }
    }

    /** Slices in Hounsfield units; other images are left out, by name while there are any of the first kind. */
    private List<CtInstance> slices(List<CtInstance> images) {
        if (everything) {
            return images;
        }
        List<CtInstance> slices = new ArrayList<>();
        List<RefusedInstance> others = new ArrayList<>();
        for (CtInstance image : images) {
            otherKind(image).ifPresentOrElse(others::add, () -> slices.add(image));
        }
        if (slices.isEmpty()) {
            throw new CodedException(others.getFirst().code(), others.getFirst().reason());
        }
        refused.addAll(others);
        return slices;
    }

    private static Optional<RefusedInstance> otherKind(CtInstance image) {
        if (image.localizer()) {
            return Optional.of(new RefusedInstance(name(image), ErrorCode.NOT_CT, "a localizer"));
        }
        if (!image.rescale().isHounsfield()) {
            return Optional.of(new RefusedInstance(
                    name(image),
                    ErrorCode.NOT_HOUNSFIELD,
                    "Rescale Type is not HU: the values are no Hounsfield units"));
        }
        return Optional.empty();
    }

    private static String name(CtInstance image) {
        return image.file().getFileName().toString();
    }

    private void requireWithinLimits(List<CtInstance> images) {
        CtInstance first = images.getFirst();
        long bytes =
                (long) images.size() * first.format().rows() * first.format().columns() * Short.BYTES;
        if (images.size() > limits.maxSlices() || bytes > limits.maxSeriesBytes()) {
            throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "the series is larger than allowed");
        }
    }

    private VolumeGeometry axial(CtStack stack) {
        try {
            VolumeGeometry axial = stack.axial();
            if (axial.rows() > limits.maxSide()
                    || axial.columns() > limits.maxSide()
                    || axial.slices() > limits.maxSlices()) {
                throw new CodedException(ErrorCode.LIMIT_EXCEEDED, "cut into axial slices it is larger than allowed");
            }
            return axial;
        } catch (CodedException e) {
            if (everything) {
                return stack.stored();
            }
            throw e;
        }
    }

    private void refuse(
            StudyUid studyUid, SeriesUid seriesUid, ErrorCode code, String reason, Members members, boolean skipped) {
        int instances = members.images().size() + members.refusals().size();
        refusedSeries.add(new StudyListing.RefusedSeries(studyUid, seriesUid, code, reason, instances, skipped));
    }

    /** An object that is simply no CT image in Hounsfield units: nothing is wrong with it. */
    private static boolean isOtherObject(ErrorCode code) {
        return code == ErrorCode.NOT_CT || code == ErrorCode.NOT_HOUNSFIELD;
    }

    private static List<CtInstance> withoutCopies(List<CtInstance> images) {
        Map<String, CtInstance> bySop = new TreeMap<>();
        for (CtInstance image : images) {
            String uid = image.sopInstanceUid().isEmpty() ? image.file().toString() : image.sopInstanceUid();
            bySop.putIfAbsent(String.format("%s/%06d", uid, image.frame()), image);
        }
        return List.copyOf(bySop.values());
    }

    private StudyUid studyUid(SeriesKey key, Members members) {
        if (study.isPresent()) {
            return study.get();
        }
        if (key.study().isEmpty()) {
            return StudyUid.derivedFrom("dicom", contentKey(members));
        }
        try {
            return new StudyUid(key.study());
        } catch (CodedException e) {
            return StudyUid.derivedFrom("invalid", key.study());
        }
    }

    private static SeriesUid uidOrDerived(String uid) {
        try {
            return new SeriesUid(uid);
        } catch (CodedException e) {
            return SeriesUid.derivedFrom("invalid", uid);
        }
    }

    /** The same for the same images, wherever they lie. */
    private static String contentKey(Members members) {
        List<String> names = new ArrayList<>();
        members.images().forEach(image -> names.add(image.sopInstanceUid()));
        members.refusals().forEach(refusal -> names.add(refusal.name()));
        names.sort(Comparator.naturalOrder());
        return String.join("\\", names);
    }

    /** By name, or by a gzip or NIfTI mark in a file that has no such name, as an upload has not. */
    private static boolean isNifti(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".nii") || name.endsWith(".nii.gz")) {
            return !name.startsWith("._"); // a resource fork, as found in the Medical Segmentation Decathlon
        }
        if (name.endsWith(".dcm")) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(4);
            boolean gzip = start.length == 4 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
            return gzip || NiftiVolume.isHeaderSize(start);
        } catch (IOException e) {
            return false; // the DICOM parser says what is wrong
        }
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 << 10];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new CodedException(ErrorCode.LOCATION_UNREADABLE, "reading a file failed", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
