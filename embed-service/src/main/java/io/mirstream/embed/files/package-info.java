/**
 * Programs around a model that need no running service: vectors of files as arrays, and models with learned heads. The
 * command line starts them from this service's jars, each in a process of its own.
 */
package io.mirstream.embed.files;
