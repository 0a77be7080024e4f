/** The services that run, as any sender and any caller reaches them: a topic and HTTP. */
package io.mirstream.eval.replay.services;
