/**
 * Child processes that outlive the command that started them.
 *
 * <p>Promises: a process is only ever signalled when pid and start time are those that were written down, so a pid that the
 * system gave to somebody else is safe.
 */
package io.mirstream.standalone.process;
