/**
 * What the services say to one another: ids, error codes, events and topics.
 *
 * <p>Promises: values are validated when they are made, so a value that exists is a valid one. Hides: how they are
 * written as JSON. Knows no framework and does no I/O; {@code topic} is the only package that knows Kafka's client.
 */
package io.mirstream.contracts;
