package io.mirstream.eval.replay;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.json.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is remembered of one replay, in a folder that one process has at a time. */
public final class ReplayFolder implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,32}");
    private static final String PLAN = "plan.json";
    private static final String JOURNAL = "journal.jsonl";
    private static final String LOCK = "lock";

    /** There once nothing is left to do. */
    private static final String ENDED = "ended";

    private final Path folder;
    private final ReplayPlan plan;
    private final Journal journal;
    private final FileChannel lock;

    private ReplayFolder(Path folder, ReplayPlan plan, Journal journal, FileChannel lock) {
        this.folder = folder;
        this.plan = plan;
        this.journal = journal;
        this.lock = lock;
    }

    /**
     * The newest that was asked for in the same words, was cut off, and that nobody goes on with; or else a new one.
     *
     * @param root of all replays
     * @throws CodedException {@code LOCATION_UNREADABLE} for a folder that cannot be used
     */
    public static ReplayFolder begin(Path root, ReplayPlan plan) {
        try {
            Files.createDirectories(root);
            for (Path folder : openNewestFirst(root)) {
                Optional<ReplayFolder> known = opened(folder);
                if (known.isPresent()
                        && !known.get().isEnded()
                        && known.get().plan().asksTheSameAs(plan)) {
                    return known.get();
                }
                known.ifPresent(ReplayFolder::close);
            }
            Path folder = Files.createDirectory(root.resolve(plan.id()));
            Path unfinished = folder.resolve(PLAN + ".unfinished");
            Files.write(unfinished, Json.write(plan));
            Files.move(unfinished, folder.resolve(PLAN));
            return open(root, plan.id());
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * One that was begun before.
     *
     * @throws CodedException {@code LOCATION_NOT_FOUND} for an id that no replay has; {@code SERVICE_BUSY} while another
     *     process has it; {@code LOCATION_UNREADABLE}
     */
    public static ReplayFolder open(Path root, String id) {
        if (!ID.matcher(id).matches() || !Files.exists(root.resolve(id).resolve(PLAN))) {
            throw new CodedException(ErrorCode.LOCATION_NOT_FOUND, "there is no replay " + id);
        }
        return opened(root.resolve(id))
                .orElseThrow(() -> new CodedException(ErrorCode.SERVICE_BUSY, "replay " + id + " is running"));
    }

    private static List<Path> openNewestFirst(Path root) throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(folder -> Files.exists(folder.resolve(PLAN)))
                    .filter(folder -> !Files.exists(folder.resolve(ENDED)))
                    .sorted((first, second) -> second.compareTo(first)) // ids begin with the time
                    .toList();
        }
    }

    /** Empty while another process has it. */
    private static Optional<ReplayFolder> opened(Path folder) {
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = locked(channel);
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            ReplayPlan plan = Json.read(Files.readAllBytes(folder.resolve(PLAN)), ReplayPlan.class);
            return Optional.of(new ReplayFolder(folder, plan, Journal.in(folder.resolve(JOURNAL)), channel));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very process has it
        }
    }

    public ReplayPlan plan() {
        return plan;
    }

    public Journal journal() {
        return journal;
    }

    public boolean isEnded() {
        return Files.exists(folder.resolve(ENDED));
    }

    /** Nothing is left to do: it is not gone on with. */
    public void end() {
        try {
            Files.write(folder.resolve(ENDED), new byte[0]);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static CodedException unusable(IOException e) {
        return new CodedException(ErrorCode.LOCATION_UNREADABLE, "the replay's folder cannot be read or written", e);
    }

    @Override
    public void close() {
        journal.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw unusable(e);
        }
    }
}
