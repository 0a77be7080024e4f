/**
 * The benchmark through the services that run: vectors go in by the topic, rankings come out of the search. What is between
 * is a port ({@link io.mirstream.eval.replay.Archive}).
 */
package io.mirstream.eval.replay;
