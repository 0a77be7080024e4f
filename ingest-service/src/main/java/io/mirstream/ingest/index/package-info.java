/**
 * What the search index must hold: which documents an embedding or a retraction writes and deletes, and when a study may be
 * called searchable.
 *
 * <p>Promises: whatever order, duplicates and crashes the records come with, the index ends with the documents of each
 * study's newest revision and no others, and the study's final status is published once they can be found. That holds for
 * each model's index by itself; a retraction is told once it is true of all of them. The series of a
 * study arrive over several partitions and perhaps at several instances; a line per study in the ledger, changed by
 * compare-and-set, is what they agree by. It is written before the documents are, so that every document that may exist can
 * be named, and therefore deleted, by whoever comes next.
 *
 * <p>Hides: the order of these steps. The index itself is a port, {@link io.mirstream.ingest.index.VectorIndex}; so is what
 * leaves for the topics, {@link io.mirstream.ingest.index.Announcements}. Knows no framework.
 */
package io.mirstream.ingest.index;
