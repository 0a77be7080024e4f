/** Vectors of images and texts, asked of the embed-service over HTTP. */
package io.mirstream.query.embedding;
