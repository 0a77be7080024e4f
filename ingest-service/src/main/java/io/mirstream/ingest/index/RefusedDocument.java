package io.mirstream.ingest.index;

/**
 * A document that the index will not take, however often it is sent.
 *
 * @param reason the index' own, without the document's content
 */
public record RefusedDocument(DocumentId id, String reason) {}
