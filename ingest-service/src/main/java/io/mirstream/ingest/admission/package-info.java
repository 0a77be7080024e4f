/**
 * Which study events are accepted, and as which revision.
 *
 * <p>Promises: the topology and the HTTP bridge refuse by the same rules, with the same codes. Hides: what is remembered of
 * a study to tell a new event from one sent again. Knows no framework and does no I/O.
 */
package io.mirstream.ingest.admission;
