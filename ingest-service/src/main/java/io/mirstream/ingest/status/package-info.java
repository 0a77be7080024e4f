/** Each study's last known state, from its topic to where it can be asked for. */
package io.mirstream.ingest.status;
