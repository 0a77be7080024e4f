/** {@code ./mirstream bench} and {@code ./mirstream fuzz}: how fast and how robust the reading of images is. */
package io.mirstream.bench;
