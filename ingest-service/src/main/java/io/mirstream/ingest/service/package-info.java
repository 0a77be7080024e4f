/** Puts the ingest-service together: configuration, the broker's and the index' clients, threads, health, metrics. */
package io.mirstream.ingest.service;
