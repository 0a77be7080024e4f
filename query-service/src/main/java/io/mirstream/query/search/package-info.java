/**
 * Search by volume, by slices and by text.
 *
 * <p>Promises: the query's own series never comes back; filters act inside the nearest-neighbour query, not after it; the
 * order is the same every time; a search is by one model from its beginning to its end, though another becomes live
 * meanwhile. Hides: how slice neighbours become a ranking of series. Knows no framework and no index.
 */
package io.mirstream.query.search;
