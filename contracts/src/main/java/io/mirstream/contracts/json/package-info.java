/** JSON as the topics and the HTTP interfaces speak it. */
package io.mirstream.contracts.json;
