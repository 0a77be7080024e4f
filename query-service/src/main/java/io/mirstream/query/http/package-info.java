/** The public interface: search, studies' status, collections; errors as problem+json. */
package io.mirstream.query.http;
