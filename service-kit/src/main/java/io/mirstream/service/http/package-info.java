/**
 * What all services answer alike over HTTP.
 *
 * <p>Promises: every refusal is problem+json with a code, those of the framework, too; JSON is as the contracts have it.
 */
package io.mirstream.service.http;
