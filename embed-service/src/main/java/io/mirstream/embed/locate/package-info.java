/**
 * From a location to a path that may be read.
 *
 * <p>Promises: nothing outside the configured roots is ever opened, whatever links lie inside them; what is fetched from
 * elsewhere has a budget and is gone once the study is closed. Hides: how a store is spoken to, which the packages behind
 * {@link io.mirstream.embed.locate.StudySource} know.
 */
package io.mirstream.embed.locate;
