/** The records on the topics. {@link io.mirstream.contracts.event.StudyEvent} is the public contract of senders. */
package io.mirstream.contracts.event;
