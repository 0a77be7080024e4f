/**
 * Access at the door: before a body is read, it is established who asks, and whether they may.
 *
 * <p>Promises: what is refused is problem+json with a code; health and metrics stay open; with access off, only this
 * machine reaches the service.
 */
package io.mirstream.service.access.http;
