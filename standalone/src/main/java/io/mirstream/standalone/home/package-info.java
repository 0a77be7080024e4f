/** The folder that holds all state of one Mirstream on this machine: data, logs, pids, ports. */
package io.mirstream.standalone.home;
