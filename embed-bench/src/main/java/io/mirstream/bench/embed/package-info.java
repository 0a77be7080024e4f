/** {@code ./mirstream bench embed} and {@code ./mirstream soak embed}: the embed-service as it runs, beside its model alone. */
package io.mirstream.bench.embed;
