/**
 * From a location to a path that may be read.
 *
 * <p>Promises: nothing outside the configured roots is ever opened, whatever links lie inside them.
 */
package io.mirstream.embed.locate;
