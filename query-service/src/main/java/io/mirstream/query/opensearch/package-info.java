/** The live index in OpenSearch: nearest neighbours by its k-NN, exactly or by graph, with the filters inside. */
package io.mirstream.query.opensearch;
