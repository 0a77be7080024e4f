/**
 * Who asked for what, on its own topic.
 *
 * <p>Promises: a record is kept or counted as lost, in bounded memory; a search waits for it only when the configuration
 * says that no answer may go without, and then only for a while.
 */
package io.mirstream.service.audit;
