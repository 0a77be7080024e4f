/** Query-time embedding: images and texts in, vectors out, by the model that also embeds the studies. */
package io.mirstream.embed.http;
