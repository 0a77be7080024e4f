/**
 * Mirstream on one machine: a real broker, a real search node and the services as child processes, and the command line.
 */
package io.mirstream.standalone;
