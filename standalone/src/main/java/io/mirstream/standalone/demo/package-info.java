/** The demonstration: phantom studies through the topic into the index, and searches that show what it finds. */
package io.mirstream.standalone.demo;
