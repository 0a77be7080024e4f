package io.mirstream.standalone.cli;

import io.mirstream.standalone.stack.Models;
import picocli.CommandLine.Command;

@Command(name = "rollback", description = "Search by the model again that was live before the last promotion.")
final class ModelRollbackCommand extends HomeCommand {
    @Override
    public Integer call() {
        ModelPromoteCommand.say(console(), new Models(runningStack()).rollback());
        return OK;
    }
}
