/**
 * Programs around the benchmark that need no running service. The command line starts them from this service's jars, each
 * in a process of its own.
 */
package io.mirstream.eval.command;
