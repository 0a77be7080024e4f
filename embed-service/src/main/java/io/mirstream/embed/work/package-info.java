/**
 * Takes accepted studies from {@code mirstream.embed-requests} and sees each one through.
 *
 * <p>Promises: an offset is committed only after all that follows from its record is acknowledged by the broker; polling
 * never waits for a study; studies in flight are bounded; the revisions of one study are worked on in order.
 */
package io.mirstream.embed.work;
