/**
 * Who may ask what.
 *
 * <p>Promises: what no rule allows is refused; a caller of some collections sees no others; keys are known by their
 * hashes only. Knows no framework: {@code access.http} stands between it and the requests.
 */
package io.mirstream.service.access;
