/**
 * What locations of studies look like, and which of them are allowed: the service that accepts events and the one that
 * reads pixels must agree on both.
 *
 * <p>Promises: decides by the text of a location alone, in one spelling; a location that exists as a type lies under an
 * allowed root. Whoever opens it checks what only the network or the disk can tell.
 */
package io.mirstream.contracts.location;
