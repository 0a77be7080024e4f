package io.mirstream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mirstream.contracts.topic.Topics;
import io.mirstream.eval.dataset.LabelFolder;
import io.mirstream.eval.dataset.Organ;
import io.mirstream.eval.dataset.Pool;
import io.mirstream.eval.dataset.phantom.PhantomBenchmark;
import io.mirstream.eval.dataset.phantom.PhantomSize;
import io.mirstream.standalone.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark from images, through the same topics and the same search as any hospital's studies. */
@ExtendWith(RunningStack.class)
class ImageReplayIT {
    private static final long SEED = 8_001;
    private static final Duration POLL = Duration.ofMillis(50);

    /** Of the eval-service; the command line waits for it. */
    private static final String PROGRAM = "ReplayProgram";

    @TempDir
    private Path folder;

    @Test
    void replay_that_loses_every_service_and_itself_once_finds_the_same_and_leaves_nothing(Mirstream mirstream)
            throws IOException, InterruptedException {
        Path dataset = folder.resolve("tiny");
        PhantomBenchmark.write(dataset, PhantomSize.TINY, SEED, volume -> {});
        Path report = folder.resolve("report");
        String[] command = {"replay", "--dataset", dataset.toString(), "--organ", "colon", "--json"};

        Mirstream.Ended calm = mirstream.run(with(command, "--report", report.toString()));

        assertThat(calm.exitCode()).as(calm.err()).isZero();
        assertThat(calm.err()).contains("without caption: the model's texts and images have no space in common");
        assertRankings(
                calm.json().path("colon"), new LabelFolder(dataset).benchmark().pool(Organ.COLON));
        assertThat(report.resolve("report.json")).exists();
        assertThat(report.resolve("index.html")).exists();
        String id = Mirstream.json(Files.readString(report.resolve("report.json")))
                .path("id")
                .asText();
        assertThat(evaluations(mirstream)).contains(id);
        assertNothingIsLeft(mirstream);

        Path out = folder.resolve("out.json");
        Path err = folder.resolve("err.txt");
        Process first = start(mirstream, out, err, command);
        awaitLine(err, "indexed \\d");
        mirstream.stack().process(Service.EMBED).kill();
        mirstream.stack().process(Service.INGEST).kill();
        first.descendants().filter(ImageReplayIT::isProgram).forEach(ProcessHandle::destroyForcibly);
        assertThat(first.waitFor()).isNotZero();
        mirstream.up();
        Process second = start(mirstream, out, err, command);
        awaitLine(err, "(indexed|searched) \\d");
        mirstream.stack().process(Service.QUERY).kill();
        mirstream.up();

        assertThat(second.waitFor(Mirstream.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(second.exitValue()).as(Files.readString(err)).isZero();
        assertThat(Files.readString(err)).contains("which was cut off, goes on");
        assertThat(Mirstream.json(Files.readString(out))).isEqualTo(calm.json());
        assertNothingIsLeft(mirstream);
    }

    private static void assertRankings(JsonNode methods, Pool pool) {
        assertThat(methods.fieldNames())
                .toIterable()
                .contains("slice-freq", "volume-avgpooling", "late-interaction", "rrf", "text-to-text")
                .doesNotContain("caption", "hybrid", "fused", "caption-released");
        for (JsonNode method : methods) {
            pool.queries().forEach(query -> {
                List<String> ranked = new ArrayList<>();
                method.path("queries").path(query.value()).forEach(found -> ranked.add(found.asText()));
                assertThat(ranked).isNotEmpty().doesNotHaveDuplicates();
                assertThat(pool.index()).extracting(Object::toString).containsAll(ranked);
            });
        }
        JsonNode oracle = methods.path("text-to-text").path("corrected");
        assertThat(oracle.path("tumor_flag_p@3").asDouble())
                .as("captions are the labels")
                .isEqualTo(1);
    }

    private static void assertNothingIsLeft(Mirstream mirstream) {
        JsonNode collections =
                Mirstream.json(mirstream.get(mirstream.stack().serviceUrl(Service.QUERY) + "/v1/collections"));
        assertThat(collections.findValuesAsText("collection")).noneMatch(name -> name.startsWith("replay-"));
    }

    /** Ids of replays whose report is on the topic. */
    private static List<String> evaluations(Mirstream mirstream) {
        List<String> ids = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        mirstream.stack().bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVALUATIONS.name()).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(record -> ids.add(new String(record.key(), StandardCharsets.UTF_8)));
            }
        }
        return ids;
    }

    private static Process start(Mirstream mirstream, Path out, Path err, String... command) throws IOException {
        return mirstream
                .command(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    private static boolean isProgram(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(PROGRAM);
    }

    private static void awaitLine(Path file, String expression) {
        Pattern line = Pattern.compile(expression);
        await("the line " + expression)
                .atMost(Mirstream.PATIENCE)
                .pollInterval(POLL)
                .until(() -> line.matcher(read(file)).find());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] with(String[] command, String... more) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
