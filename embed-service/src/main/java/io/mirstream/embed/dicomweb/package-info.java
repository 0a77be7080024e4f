/**
 * Studies at DICOMweb services (PS3.18): lists instances by QIDO-RS, fetches them by WADO-RS, resumes where a stream broke.
 *
 * <p>Promises: speaks to configured services only, follows no redirect, holds no instance in memory, and ends within a
 * configured time. Hides: HTTP, multipart, credentials and retries.
 */
package io.mirstream.embed.dicomweb;
