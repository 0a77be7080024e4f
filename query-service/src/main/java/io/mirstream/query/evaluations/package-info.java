/**
 * Reports of the benchmark, which others publish, to be read over HTTP.
 *
 * <p>Promises: bounded; searches know nothing of it, and go on while the broker is down.
 */
package io.mirstream.query.evaluations;
