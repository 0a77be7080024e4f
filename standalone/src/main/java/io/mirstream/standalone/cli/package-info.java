/**
 * The command line.
 *
 * <p>Promises: exit code 0, 1 (failed) or 2 (usage); with {@code --json} one JSON document on stdout and everything else on
 * stderr.
 */
package io.mirstream.standalone.cli;
