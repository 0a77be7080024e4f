/** Heads that were learned on a model's vectors: what trains them and what runs them are different services. */
package io.mirstream.contracts.head;
