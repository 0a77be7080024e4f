/**
 * Files become study events, and events are followed to their end.
 *
 * <p>Promises: the same files make the same event, so that ingesting them again changes nothing; what cannot be read is
 * published, too, so that it ends as a dead letter that says why. Hides: how studies are found in folders, and the inbox for
 * files that the services may not read where they lie.
 */
package io.mirstream.standalone.study;
