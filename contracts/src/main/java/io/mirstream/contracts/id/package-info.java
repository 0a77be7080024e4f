/** Identifiers as types: none crosses a package as a naked String. Each refuses a bad value with {@code EVENT_INVALID}. */
package io.mirstream.contracts.id;
