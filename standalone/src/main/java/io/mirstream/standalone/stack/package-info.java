/** What runs: the broker, the search node and the four services, started in order and stopped in reverse. */
package io.mirstream.standalone.stack;
