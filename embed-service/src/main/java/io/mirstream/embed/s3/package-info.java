/**
 * Studies in S3-compatible stores.
 *
 * <p>Promises: reads allowed buckets and prefixes only, checks sizes before it fetches and counts while it does. Hides: the
 * client, its signatures and retries.
 */
package io.mirstream.embed.s3;
