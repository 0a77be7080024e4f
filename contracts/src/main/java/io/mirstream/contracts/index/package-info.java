/** Names in the search index, which one service writes and another reads. */
package io.mirstream.contracts.index;
