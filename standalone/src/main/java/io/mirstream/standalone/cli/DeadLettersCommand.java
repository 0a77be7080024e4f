package io.mirstream.standalone.cli;

import io.mirstream.contracts.topic.DeadLetter;
import io.mirstream.standalone.home.Failure;
import io.mirstream.standalone.stack.DeadLetterBox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "dead-letters",
        description = "Show what could not be processed, and why.",
        subcommands = {DeadLettersCommand.ListCommand.class, DeadLettersCommand.ShowCommand.class})
final class DeadLettersCommand extends HomeCommand {
    @Override
    public Integer call() {
        return list(this);
    }

    @Command(name = "list", description = "All of them, oldest first.")
    static final class ListCommand extends HomeCommand {
        @Override
        public Integer call() {
            return list(this);
        }
    }

    @Command(name = "show", description = "One in full.")
    static final class ShowCommand extends HomeCommand {
        @Parameters(paramLabel = "ID", description = "As listed.")
        private String id;

        @Override
        public Integer call() {
            DeadLetterBox.Entry entry = DeadLetterBox.read(runningStack().bootstrap()).stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new Failure("there is no dead letter " + id));
            Map<String, Object> document = described(entry);
            document.put("headers", entry.headers());
            document.put("value", entry.value());
            if (!json()) {
                console().say(Console.pretty(document));
            }
            console().document(document);
            return OK;
        }
    }

    private static int list(HomeCommand command) {
        List<Map<String, Object>> letters = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (DeadLetterBox.Entry entry :
                DeadLetterBox.read(command.runningStack().bootstrap())) {
            letters.add(described(entry));
            DeadLetter letter = entry.letter();
            rows.add(List.of(
                    entry.id(),
                    letter.time().toString(),
                    letter.service(),
                    letter.code().name(),
                    entry.key(),
                    letter.detail()));
        }
        command.console().table(List.of("ID", "TIME", "SERVICE", "CODE", "KEY", "WHY"), rows);
        command.console().document(Map.of("deadLetters", letters));
        return OK;
    }

    private static Map<String, Object> described(DeadLetterBox.Entry entry) {
        DeadLetter letter = entry.letter();
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("id", entry.id());
        described.put("time", letter.time().toString());
        described.put("service", letter.service());
        described.put("errorCode", letter.code().name());
        described.put("errorDetail", letter.detail());
        described.put("key", entry.key());
        described.put("topic", letter.topic());
        described.put("partition", letter.partition());
        described.put("offset", letter.offset());
        return described;
    }
}
